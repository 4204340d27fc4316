/** Runs the engine from a worker, by a runner process. */
import { randomUUID } from 'node:crypto';
import type { EngineExit, RunnerJob } from './protocol.ts';
import { awaitRunnerExit } from '../run-directory.ts';
import type { Runners } from './runners.ts';

export interface EngineRun {
  job: RunnerJob;
  /** Receives each line of the engine's standard output. */
  onLine(line: string): void;
  /** Stops the engine gracefully: changes in flight complete, and the state is written. */
  signal?: AbortSignal;
  runners: Runners;
}

/**
 * Resolves when the engine has ended, with the reason of the end. If this process dies, the runner stops
 * the engine gracefully.
 */
export async function runEngine(run: EngineRun): Promise<EngineExit> {
  const { job, onLine, signal, runners } = run;
  const runner = runners.take(job.root);
  const exit = await runner.run({ job, token: randomUUID() }, { onLine, signal });
  if (exit !== undefined) {
    if (exit.reason === 'ended') runners.keep(job.root, runner);
    else runner.end();
    return exit;
  }
  // The runner was killed. Its engine has lost its state, and must not work on.
  await awaitRunnerExit(
    { root: job.root },
    { graceMs: 0, signal: AbortSignal.timeout(job.graceMs) },
  );
  return { reason: 'died', detail: `the runner ended: ${runner.errors()}` };
}
