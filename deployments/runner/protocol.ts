/** What a worker and the runner of an engine say to each other: a job, then lines. */
import * as z from 'zod';

const stateSchema = z.object({
  /** The directory of the blob store. */
  blobs: z.string(),
  organizationId: z.string(),
  uid: z.string(),
  operationId: z.string(),
  retryOf: z.string().optional(),
});

/** The first line of the runner's standard input; secrets go this way, never by an argument. */
export const runnerJobSchema = z.object({
  engine: z.string(),
  args: z.array(z.string()),
  /** Where the module lies; `runner.json` is written beside it. */
  directory: z.string(),
  env: z.record(z.string(), z.string()),
  /** How long the run may take, and how long it may take to end once it was asked to. */
  timeoutMs: z.number(),
  graceMs: z.number(),
  /** Bytes of standard output. */
  mostOutput: z.number(),
  /** Only of a run that touches the state. */
  state: stateSchema.optional(),
});
export type RunnerJob = z.infer<typeof runnerJobSchema>;

const exitSchema = z.object({
  /**
   * `ended`: by itself, with `code`. `interrupted`: in order, as it was asked. `killed`: it did not end
   * in time. `timeout`, `output`: it went past a limit and was asked to end. `died`: somebody killed it.
   */
  reason: z.enum(['ended', 'interrupted', 'killed', 'timeout', 'output', 'died']),
  code: z.number().optional(),
  /** The end of what it wrote to standard error. */
  detail: z.string(),
});
export type EngineExit = z.infer<typeof exitSchema>;

/** The runner's last line. */
export const runnerExitSchema = z.object({ runner: exitSchema });

/** In `runner.json`: who works in a run's directory. */
export interface RunnerRecord {
  runner: { pid: number; command: string };
  engine: { pid: number; command: string };
}
