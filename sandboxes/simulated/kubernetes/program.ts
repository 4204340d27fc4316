/** Keeps one program of a control plane running. */
import { spawn, type ChildProcess } from 'node:child_process';

/** The programs end with this process, also when it is killed: their main.go watches their standard input. */
const ENDS_WITH_STDIN = { SLIPWAY_ENDS_WITH_STDIN: '1' };
const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 5_000;
/** After a program ran for this long, its next crash counts as the first. */
const SETTLED_MS = 10_000;
const STOP_TIMEOUT_MS = 2_000;
/** How much of the end of a program's output explains a crash, in characters. */
const KEPT_OUTPUT = 1_000;

export interface ProgramDefinition {
  file: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export interface RunningProgram {
  /** Resolves when the program has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a program in `cwd`, and again after each crash, with a growing delay.
 *
 * @param report receives one sentence for each crash
 */
export function keepRunning(
  { file, args, env = {} }: ProgramDefinition,
  { cwd, report }: { cwd: string; report: (message: string) => void },
): RunningProgram {
  let isStopped = false;
  let crashes = 0;
  let timer: NodeJS.Timeout | undefined;
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();

  const start = () => {
    const startedAt = Date.now();
    let output = '';
    const started = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env, ...ENDS_WITH_STDIN },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    child = started;
    // A write error of a pipe whose reader is gone is the end of the program, which `close` reports.
    started.stdin.on('error', () => {});
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
    ended = new Promise((resolve) => {
      const end = (how: string) => {
        resolve();
        if (isStopped) return;
        crashes = Date.now() - startedAt > SETTLED_MS ? 1 : crashes + 1;
        const last = output.trim().split('\n').at(-1) ?? '';
        report(`${file} ended unexpectedly (${how}) and is started again: ${last}`);
        timer = setTimeout(start, Math.min(FIRST_DELAY_MS * 2 ** (crashes - 1), MAX_DELAY_MS));
      };
      started.once('error', (error) => end(error.message));
      started.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    });
  };
  start();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      child?.stdin?.end();
      const force = setTimeout(() => child?.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(force);
    },
  };
}
