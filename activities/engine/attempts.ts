/**
 * Counts the attempts of an activity that ran an engine. An attempt that returned to the task queue without
 * a slot does not count. A lost heartbeat can only make the count too high, which is safe: the next attempt
 * then plans again before it applies.
 */
import type { Info } from '@temporalio/activity';

/** The part of the heartbeat details that `runWithEngine` adds. */
export interface SlotCheckpoint {
  /** The number of attempts that returned without a slot. */
  returned?: number;
  /** What the activity waits for now. Readers of operations show it. */
  waitingFor?: string;
}

export function slotCheckpointOf(heartbeatDetails: unknown): SlotCheckpoint {
  return typeof heartbeatDetails === 'object' && heartbeatDetails !== null ? heartbeatDetails : {};
}

/** The number of attempts with an engine, including the present one. */
export function engineAttempt({
  attempt,
  heartbeatDetails,
}: Pick<Info, 'attempt' | 'heartbeatDetails'>): number {
  return attempt - (slotCheckpointOf(heartbeatDetails).returned ?? 0);
}
