/** Runs the engine from a worker: starts a runner process and exchanges lines with it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EngineExit, RunnerJob } from './protocol.ts';
import { runnerExitSchema } from './protocol.ts';
import { awaitRunnerExit } from './run-directory.ts';

/** The bundle of main.ts, which starts in a fraction of the time. */
const RUNNER = fileURLToPath(new URL('../../engine-runner.mjs', import.meta.url));

export interface EngineRun {
  job: RunnerJob;
  /** Receives each line of the engine's standard output. */
  onLine(line: string): void;
  /** Stops the engine gracefully: changes in flight complete, and the state is written. */
  signal?: AbortSignal;
  /** The path of the compiled runner; needed only by tests that run from source. */
  runner?: string;
}

/**
 * Resolves when the engine has ended, with the reason of the end. If this process dies, the runner stops
 * the engine gracefully.
 */
export async function runEngine(run: EngineRun): Promise<EngineExit> {
  const { job, onLine, signal, runner = RUNNER } = run;
  const child = spawn(process.execPath, [runner], {
    // The runner gets its own process group, because Ctrl-C in a terminal must reach only the worker.
    detached: true,
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2_000);
  });
  // Ignore this error: a dead runner is noticed when its output closes.
  child.stdin.on('error', () => {});
  const interrupt = () => child.stdin.write('interrupt\n');
  let exit: EngineExit | undefined;
  createInterface({ input: child.stdout, crlfDelay: Infinity }).on('line', (line) => {
    if (!line.startsWith('{"runner":')) {
      onLine(line);
      return;
    }
    exit = runnerExitSchema.parse(JSON.parse(line)).runner;
  });
  child.stdin.write(`${JSON.stringify(job)}\n`);
  signal?.addEventListener('abort', interrupt, { once: true });
  if (signal?.aborted) interrupt();
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => resolve());
    });
  } finally {
    signal?.removeEventListener('abort', interrupt);
    child.stdin.destroy();
  }
  if (exit !== undefined) return exit;
  // The runner was killed. Its engine has lost its state, and must not work on.
  await awaitRunnerExit(
    { root: job.root },
    { graceMs: 0, signal: AbortSignal.timeout(job.graceMs) },
  );
  return { reason: 'died', detail: `the runner ended: ${errors.trim()}` };
}
