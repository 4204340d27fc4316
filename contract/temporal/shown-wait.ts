/**
 * What the heartbeats of an activity say about its work on one node, under `wait`. The API reads them while the
 * activity runs, and while its next attempt is due.
 */
export interface ShownWait {
  /** What the last poll has found, for example `cp-1 is being created`. */
  for?: string;
  cloudId?: string;
  /** When the wait is given up, ms since the epoch by the clock of the worker. */
  deadline: number;
}
