/**
 * Counts the attempts of an activity that ran an engine. An attempt that returned to the task queue without
 * a slot does not count. A lost heartbeat can only make the counts too high, which is safe: the next attempt
 * then plans again before it applies, and the activity ends earlier.
 */
import type { Info } from '@temporalio/activity';

/** The part of the heartbeat details that `runWithEngine` adds. */
export interface SlotCheckpoint {
  /** The number of attempts that returned without a slot. */
  returned?: number;
  /**
   * The number of attempts that had a slot and ended in order, for example because their worker shut down. The
   * others died, or their engine did.
   */
  orderly?: number;
  /** What the activity waits for now. Readers of operations show it. */
  waitingFor?: string;
}

export function slotCheckpointOf(heartbeatDetails: unknown): SlotCheckpoint {
  return typeof heartbeatDetails === 'object' && heartbeatDetails !== null ? heartbeatDetails : {};
}

type AttemptInfo = Pick<Info, 'attempt' | 'heartbeatDetails'>;

/** The number of attempts with an engine, including the present one. */
export function engineAttempt({ attempt, heartbeatDetails }: AttemptInfo): number {
  return attempt - (slotCheckpointOf(heartbeatDetails).returned ?? 0);
}

/** The number of earlier attempts that died, or whose engine did. */
export function deadAttempts(info: AttemptInfo): number {
  return engineAttempt(info) - 1 - (slotCheckpointOf(info.heartbeatDetails).orderly ?? 0);
}
