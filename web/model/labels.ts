/** What things are called on the page. */
import type { Operation, OperationKind, OperationStatus, Resource, Stage } from './types.ts';

type ProgressSummary = Operation['progress']['summary'];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `create_cluster` → "Create cluster"; kinds and stages that this page does not know yet read well, too. */
export function humanize(word: string): string {
  const words = word.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const kindLabel = (kind: OperationKind): string => humanize(kind);
export const statusLabel = (status: OperationStatus): string => humanize(status);
export const stageLabel = (stage: Stage): string => humanize(stage);

/** "vpc main" of a URN that ends in `vpc/main`. */
export function nodeLabel(urn: string): string {
  return urn
    .slice(urn.lastIndexOf(':') + 1)
    .replaceAll('_', ' ')
    .replace('/', ' ');
}

const DONE: Record<Resource['operation'], string> = {
  create: 'created',
  update: 'changed',
  replace: 'replaced',
  delete: 'removed',
  read: 'read',
  same: 'kept',
};
const DOING: Record<Resource['operation'], string> = {
  create: 'creating',
  update: 'changing',
  replace: 'replacing',
  delete: 'removing',
  read: 'reading',
  same: 'keeping',
};

/**
 * What stands beside a resource: "creating", "removed", "failed".
 *
 * @param over whether nothing will begin any more
 */
export function resourceState(
  { operation, status }: Pick<Resource, 'operation' | 'status'>,
  over = false,
): string {
  switch (status) {
    case 'pending':
      if (over) return 'never begun';
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

/** "24 done, 1 running, 12 to come". */
export function countsText(
  { pending, running, succeeded, failed, unchanged }: ProgressSummary,
  { undoing, over }: { undoing: boolean; over: boolean },
): string {
  const counts: [number, string][] = [
    [succeeded, undoing ? 'undone' : 'done'],
    [unchanged, 'unchanged'],
    [running, 'running'],
    [failed, 'failed'],
    [pending, undoing || over ? 'never begun' : 'to come'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** "0.8 s", "12 s", "3 min 05 s", "2 h 10 min". */
export function formatDuration(ms: number): string {
  if (ms < 10 * SECOND) return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`;
  const whole = Math.round(ms / SECOND) * SECOND;
  if (whole < MINUTE) return `${whole / SECOND} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${pad((whole % MINUTE) / SECOND)} s`;
  return `${Math.floor(whole / HOUR)} h ${pad(Math.floor((whole % HOUR) / MINUTE))} min`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** "just now", "5 min ago", "3 days ago". */
export function formatAge(ms: number): string {
  if (ms < 10 * SECOND) return 'just now';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s ago`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`;
  return `${plural(Math.floor(ms / DAY), 'day')} ago`;
}

/** Round figures for the marks of an axis: at most six of them. */
export function ticks(totalMs: number): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];
  const step = (steps.find((seconds) => totalMs / SECOND / seconds <= 5) ?? 604_800) * SECOND;
  const marks: number[] = [];
  for (let at = 0; at <= totalMs; at += step) marks.push(at);
  return marks;
}

export function formatTick(ms: number): string {
  if (ms >= HOUR) return `${ms / HOUR} h`;
  return ms >= MINUTE ? `${ms / MINUTE} min` : `${ms / SECOND} s`;
}
