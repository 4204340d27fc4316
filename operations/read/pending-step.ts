/** An activity under way that has failed before, or the workflow's own task. */
export interface PendingStep {
  /** Of a node's activity: what it works on, for example `vpc/main`. */
  node?: string;
  /** For example "vpc main: attempt 3, throttled". */
  words: string;
}
