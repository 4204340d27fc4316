import { nodeWords } from '../ids.ts';
import type { Stage } from '../vocabulary.ts';
import type { ProgressResource } from './operation.ts';

const MAX_NAMED = 3;

/**
 * Describes how far an operation is, and the first few resources in work: `9 of 28 resources done; working on vpc main`.
 * Undefined in stages that do not work on resources. Depends on its arguments alone.
 */
export function progressMessage(
  stage: Stage,
  resources: readonly ProgressResource[],
): string | undefined {
  if (stage !== 'provisioning' && stage !== 'rolling_back') return undefined;
  const mine = resources.filter(
    (r) => stage === 'provisioning' || r.operation === 'delete' || r.status === 'running',
  );
  const ended = mine.filter((r) => r.status === 'succeeded' || r.status === 'unchanged').length;
  const running = mine.filter((r) => r.status === 'running').map(nodeWords);
  const shown = running.slice(0, MAX_NAMED).join(', ');
  const more = running.length > MAX_NAMED ? ` and ${running.length - MAX_NAMED} more` : '';
  const verb = stage === 'provisioning' ? 'done' : 'undone';
  return `${ended} of ${mine.length} resources ${verb}${shown ? `; working on ${shown}${more}` : ''}`;
}
