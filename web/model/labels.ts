/** Labels for statuses, stages, resources and counts. */
import type { Operation, OperationKind, Resource, Stage } from './types.ts';

type ProgressSummary = Operation['progress']['summary'];

/** `create_cluster` → "Create cluster". Also works for values that this page does not know yet. */
export function humanize(word: string): string {
  const text = word.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const kindLabel = (kind: OperationKind): string => humanize(kind);
export const statusLabel = (status: string): string =>
  status === 'awaiting_confirmation' ? 'Needs confirmation' : humanize(status);
export const stageLabel = (stage: Stage): string => humanize(stage);

/** Returns "vpc main" for a URN that ends in `vpc/main`. */
export function nodeLabel(urn: string): string {
  return urn
    .slice(urn.lastIndexOf(':') + 1)
    .replaceAll('_', ' ')
    .replace('/', ' ');
}

const DONE: Record<Resource['operation'], string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  import: 'imported',
  move: 'moved',
  forget: 'forgotten',
  refresh: 'refreshed',
  read: 'read',
  same: 'unchanged',
};
const DOING: Record<Resource['operation'], string> = {
  create: 'creating',
  update: 'updating',
  replace: 'replacing',
  delete: 'deleting',
  import: 'importing',
  move: 'moving',
  forget: 'forgetting',
  refresh: 'refreshing',
  read: 'reading',
  same: 'checking',
};

/**
 * Returns the state of a resource in words: "creating", "deleted", "failed".
 *
 * @param ended true if the operation has ended, so pending work never starts
 */
export function resourceState(
  { operation, status }: Pick<Resource, 'operation' | 'status'>,
  ended = false,
): string {
  switch (status) {
    case 'pending':
      if (ended) return 'not started';
      return operation === 'same' ? 'waiting' : `to ${operation}`;
    case 'running':
      return DOING[operation] ?? 'running';
    case 'succeeded':
      return DONE[operation] ?? 'done';
    case 'unchanged':
      return 'unchanged';
    default:
      return status;
  }
}

/** Returns the counts in words: "24 done, 1 running, 12 pending". */
export function countsText(
  { pending, running, succeeded, failed, unchanged }: ProgressSummary,
  { undoing, ended }: { undoing: boolean; ended: boolean },
): string {
  const counts: [number, string][] = [
    [succeeded, undoing ? 'undone' : 'done'],
    [unchanged, 'unchanged'],
    [running, 'running'],
    [failed, 'failed'],
    [pending, undoing || ended ? 'not started' : 'pending'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
