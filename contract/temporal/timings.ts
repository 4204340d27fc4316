/**
 * How a workflow waits. Durations are in milliseconds. All of it is part of a workflow's input, so that its
 * history shows what it used.
 */
export interface Timings {
  /** A worker that sends no heartbeat for this long is considered dead. */
  heartbeatTimeoutMs: number;
  /** How long an unclaimed reservation waits before it checks that its operation exists. */
  reservationTimeoutMs: number;
  /** Multiplies every node's deadline. */
  deadlineFactor: number;
  /**
   * The first pause after a failed call. Each further pause is twice as long, up to MAX_PAUSE_FACTOR
   * times the first.
   */
  retryIntervalMs: number;
  /**
   * The shortest time between two updates of an operation's memo that only show changes of its
   * resources.
   */
  memoIntervalMs: number;
  /**
   * Since November 2026: a canceled workflow waits for the activities in flight that have effects. Absent: it
   * waits only for those of nodes.
   */
  waitsOnCancel?: true;
}
export const MAX_PAUSE_FACTOR = 20;
