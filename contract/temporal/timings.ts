/**
 * Durations in milliseconds. They are part of a workflow's input, so that its history shows which
 * ones it used.
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
}
export const MAX_PAUSE_FACTOR = 20;
