/** Durations in milliseconds, which the API passes on so that a history is its own explanation. */
export interface Timings {
  /** A worker that says nothing for so long is taken for dead. */
  heartbeatTimeoutMs: number;
  /** How long an unclaimed reservation waits before it looks whether its operation exists. */
  reservationTimeoutMs: number;
  /** Multiplies every node's deadline. */
  deadlineFactor: number;
  /** The first pause after a failed call; each further one doubles, up to MAX_PAUSE_FACTOR times the first. */
  retryIntervalMs: number;
  /** The shortest time between two updates of an operation's memo that only show changes of its resources. */
  memoIntervalMs: number;
}
export const MAX_PAUSE_FACTOR = 20;
