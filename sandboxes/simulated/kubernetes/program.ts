/** Keeps one program of a control plane running. */
import { spawn } from 'node:child_process';
import {
  crashesInARow,
  delayAfterCrash,
  stopChild,
  type CrashBackoff,
} from '../../../host/crash-backoff.ts';

/** The programs end with this process, also when it is killed: their main.go watches their standard input. */
const ENDS_WITH_STDIN = { SLIPWAY_ENDS_WITH_STDIN: '1' };
const BACKOFF: CrashBackoff = { settledMs: 10_000, delayMs: 200, maxDelayMs: 5_000 };
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

  const start = () => {
    const startedAt = Date.now();
    let output = '';
    const started = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env, ...ENDS_WITH_STDIN },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    // A write error of a pipe whose reader is gone is the end of the program, which `close` reports.
    started.stdin.on('error', () => {});
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
    const ended = new Promise<void>((resolve) => {
      const end = (how: string) => {
        resolve();
        if (isStopped) return;
        crashes = crashesInARow(crashes, Date.now() - startedAt, BACKOFF);
        const last = output.trim().split('\n').at(-1) ?? '';
        report(`${file} ended unexpectedly (${how}) and is started again: ${last}`);
        timer = setTimeout(startAgain, delayAfterCrash(crashes, BACKOFF));
      };
      started.once('error', (error) => end(error.message));
      started.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    });
    return { child: started, ended };
  };
  let running = start();
  const startAgain = () => {
    running = start();
  };

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      const { child, ended } = running;
      const { stdin } = child;
      await stopChild(child, { ask: () => stdin?.end(), ended, timeoutMs: STOP_TIMEOUT_MS });
    },
  };
}
