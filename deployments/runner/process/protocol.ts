/**
 * The protocol between a worker and a runner. The worker writes a request as a line, and perhaps `interrupt`. The
 * runner passes on what the engine prints, and ends its answer with a line that says how the engine has ended. It
 * then waits for the next request.
 */
import * as z from 'zod';

const stateSchema = z.object({
  /** The directory of the blob store. */
  blobs: z.string(),
  organizationId: z.string(),
  uid: z.string(),
  operationId: z.string(),
  retryOf: z.string().optional(),
  memberId: z.string().optional(),
  /** True if the run changes resources. It then starts only if there is space for its state. */
  changes: z.boolean().optional(),
});

const sandboxSchema = z.object({
  /** The path of bubblewrap. */
  program: z.string(),
  /** The path of the compiled inside.mjs. */
  inside: z.string(),
  /** Files and directories that the engine can read: itself, and the mirror of providers. */
  readOnly: z.array(z.string()),
  /** The directories that the engine can write: the run's own. */
  writable: z.array(z.string()),
  /** The directory for the sockets of this run, outside of the sandbox. */
  sockets: z.string(),
  /** The file that names the sandbox's user, which only ssh needs. It need not exist. */
  passwd: z.string().optional(),
  /** The hosts that the engine reaches, and the networks that are not public but allowed, in CIDR notation. */
  hosts: z.array(z.string()),
  networks: z.array(z.string()),
  /** For each process, except the number of processes and the disk. */
  limits: z.object({
    memoryBytes: z.int(),
    processes: z.int(),
    fileBytes: z.int(),
    openFiles: z.int(),
  }),
});
export type Sandbox = z.infer<typeof sandboxSchema>;

/** What the runner shall run. Secrets are passed here, never as arguments. */
const runnerJobSchema = z.object({
  /** The path of the engine, or of git. */
  engine: z.string(),
  args: z.array(z.string()),
  /** The run's directory. The runner writes `runner.json` there. */
  root: z.string(),
  /** The directory in which the engine runs. */
  directory: z.string(),
  env: z.record(z.string(), z.string()),
  /** The time limit of the run, and the time that the engine then gets to stop, in milliseconds. */
  timeoutMs: z.number(),
  graceMs: z.number(),
  /** The limit on standard output. */
  maxOutputBytes: z.number(),
  /** The limit on what the run's directory holds. */
  maxDiskBytes: z.number(),
  /** Where the runner finds the state; only for runs that use the state. */
  state: stateSchema.optional(),
  /** True if the command needs neither the state nor the network. It can then be killed at any time. */
  offline: z.boolean(),
  /** The sandbox in which the engine runs. Without it, the engine runs as this user, and can read what it can. */
  sandbox: sandboxSchema.optional(),
});
export type RunnerJob = z.infer<typeof runnerJobSchema>;

/** A line of the runner's standard input that starts an engine. */
export const runnerRequestSchema = z.object({
  job: runnerJobSchema,
  /** Random. Marks the line that ends the answer, so that no engine can print it. */
  token: z.string(),
});
export type RunnerRequest = z.infer<typeof runnerRequestSchema>;

/** A line of the runner's standard input that makes it stop the engine. */
export const INTERRUPT = 'interrupt';

/** How much of the end of the standard error is kept in the result, in characters. */
export const MAX_DETAIL_LENGTH = 4_000;

const exitSchema = z.object({
  /**
   * Why the engine ended.
   * - `ended`: by itself, with `code`
   * - `interrupted`: it was asked to stop and did so gracefully
   * - `killed`: it was asked to stop and did not do so in time
   * - `timeout`, `output`, `disk`: it exceeded a limit and was stopped
   * - `died`: it was killed from outside, or did not start
   */
  reason: z.enum(['ended', 'interrupted', 'killed', 'timeout', 'output', 'disk', 'died']),
  code: z.number().optional(),
  /** The end of the engine's standard error. */
  detail: z.string(),
  /** Why the state could not be stored at some time of the run. */
  stateFault: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type EngineExit = z.infer<typeof exitSchema>;

/** The beginning of the last line of an answer, which goes on with how the engine ended. */
function exitMark({ token }: Pick<RunnerRequest, 'token'>): string {
  return `slipway-runner ${token} `;
}

/** Returns the last line of an answer. */
export function formatExit(request: RunnerRequest, exit: EngineExit): string {
  return `${exitMark(request)}${JSON.stringify(exit)}`;
}

/** Returns how the engine ended, if the line is the last one of the answer. */
export function parseExit(request: RunnerRequest, line: string): EngineExit | undefined {
  const mark = exitMark(request);
  return line.startsWith(mark) ? exitSchema.parse(JSON.parse(line.slice(mark.length))) : undefined;
}

/** The content of `runner.json`: the processes that use a run directory. */
export interface RunnerRecord {
  runner: { pid: number; command: string };
  engine: { pid: number; command: string };
}
