/** How long the simulated cloud takes. */
import { NODE_TYPES } from './kinds.ts';

const EXPECTED_QUICK_MS = 1_000;
const DELETE_FACTOR = 0.5;
const DEADLINE_FACTOR = 10;
const MIN_DEADLINE_SECONDS = 60;

const SOONEST_MS = 100;
/** The longest and the shortest pause between two polls, at any speed, in milliseconds. */
const LATEST_MS = 2_000;
const FLOOR_MS = 20;
/** A resource that is overdue is polled less and less often: the pause is this part of the time so far. */
const OVERDUE_SHARE = 0.1;

function expectedMs(type: string): number {
  return NODE_TYPES[type]?.readyMs ?? EXPECTED_QUICK_MS;
}

/** How long a creation or a deletion can take, in seconds at speed 1. */
export function deadlineSeconds(type: string): number {
  return Math.max(MIN_DEADLINE_SECONDS, (expectedMs(type) * DEADLINE_FACTOR) / 1000);
}

export interface Wait {
  type: string;
  for: 'ready' | 'gone';
  speed: number;
  /** How long the creation or deletion has taken so far, in milliseconds, if known. */
  elapsedMs?: number | undefined;
}

/**
 * Returns the pause before the next poll, in milliseconds: until the expected end, but at most 2 s. If the
 * elapsed time is unknown or longer than usual, the pause is a quarter of the usual time, or a tenth of the
 * elapsed time if that is longer.
 */
export function lookAgainMs({ type, for: goal, speed, elapsedMs }: Wait): number {
  const usual = expectedMs(type) * (goal === 'gone' ? DELETE_FACTOR : 1);
  const elapsed = Math.max(0, elapsedMs ?? 0) * speed;
  const left = elapsedMs === undefined ? 0 : usual - elapsed;
  const wait = left > 0 ? left : Math.max(usual / 4, elapsed * OVERDUE_SHARE);
  const paced = Math.ceil(Math.max(wait, SOONEST_MS) / speed);
  return Math.min(Math.max(FLOOR_MS, paced), LATEST_MS);
}
