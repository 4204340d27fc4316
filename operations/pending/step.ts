/** An activity that has failed before or waits for an engine slot, or the workflow's own task. */
export interface PendingStep {
  /** The node that the activity works on, for example `vpc/main`. Absent for all other activities. */
  node?: string;
  /** For example "vpc main: attempt 3, throttled". */
  words: string;
}
