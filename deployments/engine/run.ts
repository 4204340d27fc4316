/** One run of the engine, as its worker sees it: a runner process of its own, spoken to in lines. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EngineExit, RunnerJob } from '../runner/protocol.ts';
import { runnerExitSchema } from '../runner/protocol.ts';

const RUNNER = fileURLToPath(new URL('../runner/main.js', import.meta.url));

export interface EngineRun {
  job: RunnerJob;
  /** Each line of the engine's standard output. */
  onLine(line: string): void;
  /** Asks the engine to stop in order: what is in flight ends, and the state is written. */
  signal?: AbortSignal;
  /** The compiled runner, unless this file is run from its source. */
  runner?: string;
}

/**
 * Resolves when the engine has ended, however it ended. Whatever happens to this process, the runner
 * sees the engine to an ordered end.
 */
export async function runEngine(run: EngineRun): Promise<EngineExit> {
  const { job, onLine, signal, runner = RUNNER } = run;
  const child = spawn(process.execPath, [runner], {
    // In a group of its own: a Ctrl-C at a terminal is for the worker, which decides.
    detached: true,
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2_000);
  });
  // A runner that is gone already says so by its end.
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
  return exit ?? { reason: 'died', detail: `the runner ended: ${errors.trim()}` };
}
