/** The protocol between a worker and a runner: a job, then lines in both directions. */
import * as z from 'zod';

const stateSchema = z.object({
  /** The directory of the blob store. */
  blobs: z.string(),
  organizationId: z.string(),
  uid: z.string(),
  operationId: z.string(),
  retryOf: z.string().optional(),
});

/** The first line of the runner's standard input. Secrets are passed here, never as arguments. */
export const runnerJobSchema = z.object({
  engine: z.string(),
  args: z.array(z.string()),
  /** The module's directory. The runner writes `runner.json` beside it. */
  directory: z.string(),
  env: z.record(z.string(), z.string()),
  /** The time limit of the run, and the time that the engine then gets to stop, in milliseconds. */
  timeoutMs: z.number(),
  graceMs: z.number(),
  /** The limit on standard output. */
  maxOutputBytes: z.number(),
  /** Where the runner finds the state; only for runs that use the state. */
  state: stateSchema.optional(),
});
export type RunnerJob = z.infer<typeof runnerJobSchema>;

const exitSchema = z.object({
  /**
   * Why the engine ended.
   * - `ended`: by itself, with `code`
   * - `interrupted`: it was asked to stop and did so gracefully
   * - `killed`: it was asked to stop and did not do so in time
   * - `timeout`, `output`: it exceeded a limit and was stopped
   * - `died`: it was killed from outside, or did not start
   */
  reason: z.enum(['ended', 'interrupted', 'killed', 'timeout', 'output', 'died']),
  code: z.number().optional(),
  /** The end of the engine's standard error. */
  detail: z.string(),
});
export type EngineExit = z.infer<typeof exitSchema>;

/** The last line of the runner's output: how the engine ended. */
export const runnerExitSchema = z.object({ runner: exitSchema });

/** The content of `runner.json`: the processes that use a run directory. */
export interface RunnerRecord {
  runner: { pid: number; command: string };
  engine: { pid: number; command: string };
}
