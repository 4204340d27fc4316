/**
 * The runners of a worker that wait for the next command of their operation. The start of a runner takes longer than
 * most commands do. Each runner serves one operation only, so that nothing of one can reach another.
 */
import { startRunner, type RunnerProcess } from './runner-process.ts';

/** A runner that waits has about 50 MB of memory. */
const MAX_IDLE = 4;
const MAX_IDLE_MS = 20_000;

export interface Runners {
  /** Returns a runner for a run directory: the one that waits there, or a new one. */
  take(root: string): RunnerProcess;
  /** Keeps a runner whose engine has ended for the next command in its directory, for a while. */
  keep(root: string, runner: RunnerProcess): void;
  /** Ends the runner that waits in a directory. */
  end(root: string): void;
}

/**
 * @param file the path of the compiled runner
 */
export function createRunners(file: string): Runners {
  /** By directory; the one that has waited longest is the first. */
  const idle = new Map<string, { runner: RunnerProcess; timer: NodeJS.Timeout }>();

  function remove(root: string): RunnerProcess | undefined {
    const found = idle.get(root);
    if (found === undefined) return undefined;
    clearTimeout(found.timer);
    idle.delete(root);
    return found.runner;
  }

  function end(root: string): void {
    remove(root)?.end();
  }

  return {
    take: (root) => remove(root) ?? startRunner(file),
    keep(root, runner) {
      end(root);
      const timer = setTimeout(() => end(root), MAX_IDLE_MS);
      timer.unref();
      idle.set(root, { runner, timer });
      runner.rest();
      void runner.ended.then(() => {
        if (idle.get(root)?.runner === runner) remove(root);
      });
      const [oldest] = idle.keys();
      if (idle.size > MAX_IDLE && oldest !== undefined) end(oldest);
    },
    end,
  };
}
