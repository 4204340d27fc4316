/**
 * Runs the child processes:
 *
 * 1. Children start in order. Each one starts when the one before it is ready.
 * 2. A child that crashes is restarted after a delay that doubles with each crash in a row.
 * 3. After too many crashes in a row the supervisor gives up.
 * 4. Children stop in reverse order.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { crashesInARow, delayAfterCrash, type CrashBackoff } from '../../host/crash-backoff.ts';
import { EXIT_CANNOT_START, StartupError } from '../../config/process.ts';
import { startChild, type Child, type ChildDefinition, type Ending } from './child.ts';

export interface RestartPolicy extends CrashBackoff {
  /** The supervisor gives up after this many crashes in a row. */
  maxCrashes: number;
  /** How long a child may take to stop before it is killed, in milliseconds. */
  stopTimeoutMs: number;
}

export const RESTART_POLICY: RestartPolicy = {
  maxCrashes: 5,
  settledMs: 3_000,
  delayMs: 500,
  maxDelayMs: 10_000,
  // This is more than the 15 s after which a process exits by itself.
  stopTimeoutMs: 17_000,
};
const STILL_WAITING_MS = 10_000;

export interface SupervisorOptions {
  children: readonly ChildDefinition[];
  env: NodeJS.ProcessEnv;
  policy: RestartPolicy;
  /** Receives the supervisor's own messages. */
  report: (message: string) => void;
  /** Receives each line that a child logs. */
  onLine: (child: string, line: string) => void;
  /** Called when a child keeps crashing after the start. The caller must then call `stop`. */
  onGiveUp: (error: Error) => void;
}

export interface Supervisor {
  /**
   * Resolves when all children are ready.
   *
   * @throws StartupError if one cannot start; the caller must then call `stop`
   */
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { policy, report } = options;
  const stopping = new AbortController();
  /** The running children, in the order of their start. */
  const running = new Map<string, Child>();
  const watches: Promise<void>[] = [];
  let isUp = false;
  let stopped: Promise<void> | undefined;

  const launch = (definition: ChildDefinition): Child => {
    const child = startChild(definition, {
      env: options.env,
      stopTimeoutMs: policy.stopTimeoutMs,
      onLine: (line) => options.onLine(definition.name, line),
    });
    running.set(definition.name, child);
    return child;
  };

  /** Starts a child, as often as the policy allows. Resolves when it is ready. */
  const bringUp = async (definition: ChildDefinition, crashesBefore: number): Promise<Child> => {
    for (let crashes = crashesBefore; ;) {
      if (crashes > 0)
        await sleep(delayAfterCrash(crashes, policy), undefined, { signal: stopping.signal });
      stopping.signal.throwIfAborted();
      const child = launch(definition);
      const ending = await readyOrEnded(definition, child, report);
      stopping.signal.throwIfAborted();
      if (ending === undefined) return child;
      crashes += 1;
      reportCrash(definition, ending, crashes);
    }
  };

  const reportCrash = (definition: ChildDefinition, ending: Ending, crashes: number) => {
    const { title } = definition;
    // A crash after the start is retried, because its reason may pass, for example when Temporal is
    // restarting.
    if (!isUp && ending.code === EXIT_CANNOT_START) {
      throw new StartupError(`Cannot start ${title}; the reason is printed above`);
    }
    if (crashes >= policy.maxCrashes) {
      throw new StartupError(
        `Giving up: ${title} ended ${crashes} times in a row, the last time with ${ending.how}`,
      );
    }
    report(
      `${title} ended unexpectedly (${ending.how}); restarting it in ${delayAfterCrash(crashes, policy) / 1000} s`,
    );
  };

  const keepUp = async (definition: ChildDefinition, first: Child): Promise<void> => {
    let child = first;
    let crashes = 0;
    for (;;) {
      const ending = await child.ended;
      if (stopping.signal.aborted) return;
      crashes = crashesInARow(crashes, ending.readyForMs, policy);
      reportCrash(definition, ending, crashes);
      child = await bringUp(definition, crashes);
      report(`${definition.title} is up again`);
    }
  };

  const stopAll = async (): Promise<void> => {
    stopping.abort();
    for (const { name, title } of options.children.toReversed()) {
      const child = running.get(name);
      if (child === undefined) continue;
      report(`stopping ${title}`);
      await child.stop();
    }
    await Promise.all(watches);
  };

  return {
    async start() {
      for (const definition of options.children) {
        report(`waiting for ${definition.title}: ${definition.purpose}`);
        const child = await bringUp(definition, 0);
        watches.push(
          keepUp(definition, child).catch((error: unknown) => {
            if (stopping.signal.aborted) return;
            options.onGiveUp(error instanceof Error ? error : new Error(String(error)));
          }),
        );
      }
      isUp = true;
    },
    stop: () => (stopped ??= stopAll()),
  };
}

/** Resolves to undefined when the child is ready, or to its ending if it ended before. */
async function readyOrEnded(
  definition: ChildDefinition,
  child: Child,
  report: (message: string) => void,
): Promise<Ending | undefined> {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  let isLate = false;
  const stillWaiting = setInterval(() => {
    report(`still waiting for ${definition.title} (${seconds()} s)`);
  }, STILL_WAITING_MS);
  const deadline = setTimeout(() => {
    isLate = true;
    void child.stop();
  }, definition.readyTimeoutMs);
  try {
    const ending = await Promise.race([child.ready.then(() => undefined), child.ended]);
    if (!isLate) return ending;
    await child.ended;
    throw new StartupError(`Giving up: ${definition.title} was not ready within ${seconds()} s`);
  } finally {
    clearInterval(stillWaiting);
    clearTimeout(deadline);
  }
}
