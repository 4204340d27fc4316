/**
 * Starts children one after the other, each when the one before is ready; starts a crashed one again;
 * stops them in reverse order. A child that crashes over and over, without having run for a moment,
 * makes the supervisor give up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CANNOT_START, StartupError } from '../../config/process.ts';
import { startChild, type Child, type ChildDefinition, type Ending } from './child.ts';

export interface RestartPolicy {
  /** Crashes in a row after which the supervisor gives up. */
  maxCrashes: number;
  /** A child that was ready for so long has run: its crash starts a new count. */
  settledMs: number;
  /** The wait before a restart; doubles with every crash in a row, up to `maxDelayMs`. */
  delayMs: number;
  maxDelayMs: number;
  /** How long a child may take to stop before it is killed. */
  stopTimeoutMs: number;
}

export const RESTART_POLICY: RestartPolicy = {
  maxCrashes: 5,
  settledMs: 3_000,
  delayMs: 500,
  maxDelayMs: 10_000,
  // A little more than a process takes at most by itself.
  stopTimeoutMs: 17_000,
};
const STILL_WAITING_MS = 10_000;

export interface SupervisorOptions {
  children: readonly ChildDefinition[];
  env: NodeJS.ProcessEnv;
  policy: RestartPolicy;
  /** What the supervisor itself says. */
  report: (message: string) => void;
  /** What a child logs, line by line. */
  onLine: (child: string, line: string) => void;
  /** A child that was up could not be kept up; called once, then `stop` is due. */
  onGiveUp: (error: Error) => void;
}

export interface Supervisor {
  /** Resolves when all are ready. Throws a StartupError when one cannot be; then `stop` is due. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { policy, report } = options;
  const stopping = new AbortController();
  /** In the order of their start. */
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

  /** Resolves when the child is ready, started again as often as the policy allows. */
  const bringUp = async (definition: ChildDefinition, crashesBefore: number): Promise<Child> => {
    for (let crashes = crashesBefore; ;) {
      if (crashes > 0)
        await sleep(delayAfter(crashes, policy), undefined, { signal: stopping.signal });
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
    // Later the reason may pass, for example while Temporal is being started again.
    if (!isUp && ending.code === EXIT_CANNOT_START) {
      throw new StartupError(`Cannot start ${title}; its reason stands above`);
    }
    if (crashes >= policy.maxCrashes) {
      throw new StartupError(
        `Giving up: ${title} ended ${crashes} times in a row, the last time with ${ending.how}`,
      );
    }
    report(
      `${title} ended unexpectedly (${ending.how}); starting it again in ${delayAfter(crashes, policy) / 1000} s`,
    );
  };

  const keepUp = async (definition: ChildDefinition, first: Child): Promise<void> => {
    let child = first;
    let crashes = 0;
    for (;;) {
      const ending = await child.ended;
      if (stopping.signal.aborted) return;
      const hasRun = ending.readyForMs !== undefined && ending.readyForMs >= policy.settledMs;
      crashes = hasRun ? 1 : crashes + 1;
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
        report(`waiting for ${definition.title}: ${definition.about}`);
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

/** Resolves to undefined when it is ready, to how it ended when it is not going to be. */
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
    throw new StartupError(
      `Giving up: ${definition.title} did not get ready within ${seconds()} s`,
    );
  } finally {
    clearInterval(stillWaiting);
    clearTimeout(deadline);
  }
}

function delayAfter(crashes: number, { delayMs, maxDelayMs }: RestartPolicy): number {
  return Math.min(delayMs * 2 ** (crashes - 1), maxDelayMs);
}
