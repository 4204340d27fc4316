/** Turns an engine's progress signal about a deployment's resources into one item of the timeline. */
import type { EngineChange } from '../../contract/temporal/engine.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';
import type { TimelineItem } from '../../contract/operations/timeline.ts';
import type { HistoryEvent } from '../temporal/history.ts';
import { valueOf } from './events.ts';

type Signaled = NonNullable<HistoryEvent['workflowExecutionSignaledEventAttributes']>;

const MAX_NAMED = 5;
/** The worst status comes first, because it determines the type of the item. */
const WORDS = [
  { status: 'failed', type: 'step.failed', words: 'failed' },
  { status: 'succeeded', type: 'step.succeeded', words: 'done' },
  { status: 'running', type: 'step.started', words: 'begun' },
] as const;

/** Returns an empty list for any other signal. */
export function progressIn({
  signalName,
  input,
}: Signaled): Pick<TimelineItem, 'type' | 'message' | 'urn'>[] {
  if (signalName !== SIGNALS.engineProgress) return [];
  const changes = valueOf<EngineChange[]>(input) ?? [];
  const parts = WORDS.flatMap(({ status, type, words }) => {
    const names = changes.filter((change) => change.status === status).map(nameOf);
    if (names.length === 0) return [];
    const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
    return [{ type, message: `${words}: ${names.slice(0, MAX_NAMED).join(', ')}${more}` }];
  });
  const [worst] = parts;
  if (worst === undefined) return [];
  const [only] = changes.length === 1 ? changes : [];
  return [
    {
      type: worst.type,
      message: parts.map(({ message }) => message).join('; '),
      ...(only && { urn: only.urn }),
    },
  ];
}

/** For example `random_id id`, from `urn:slipway:local:deployments:web:random_id/id`. */
function nameOf({ urn }: EngineChange): string {
  return (urn.split(':').at(-1) ?? urn).replace('/', ' ');
}
