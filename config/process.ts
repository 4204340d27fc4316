/**
 * The life of every Slipway process: settings once, start, say ready, stop once.
 *
 * A process whose parent speaks IPC to it (`npm start` does) tells it when it is ready, leaves the
 * terminal's Ctrl-C to it, and stops when it is gone, so that a killed supervisor leaves no orphans.
 */
import type { DestinationStream } from 'pino';
import { createLogger, type Logger } from './logger.ts';
import { readSettings, SettingsError, type Settings } from './settings.ts';

const STOP_TIMEOUT_MS = 15_000;
/** One Ctrl-C can arrive twice: from the terminal, and again from npm, which passes it on. */
const SAME_REQUEST_MS = 500;

const EXIT_UNEXPECTED = 1;
/** The process cannot run as it is set up; starting it again would not help. */
export const EXIT_CANNOT_START = 2;

/** A start-up failure that a person can mend; the message is the whole sentence for them. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

export interface ProcessContext {
  settings: Settings;
  logger: Logger;
  /** Aborts when the process is asked to stop, also while it still starts. */
  signal: AbortSignal;
  /** For what breaks after the start: logs the error, stops, and exits with 1. */
  fail: (error: unknown) => void;
}

export interface RunningProcess {
  /** One line in words, for example `listening on http://127.0.0.1:3000`. */
  ready: string;
  stop: () => Promise<void>;
}

/** What a process tells its parent once it is ready. */
interface ReadyMessage {
  ready: string;
}

export interface ProcessOptions {
  /** Where the log goes instead of standard error. */
  destination?: DestinationStream;
  /** How long stopping may take before the process exits anyway; 15 s unless given. */
  stopTimeoutMs?: number;
}

/**
 * Runs a `main.ts`. Exit codes: 0 stopped as asked, 1 something unexpected, 2 settings or
 * surroundings that a person has to change (one sentence on standard error, no stack).
 */
export function runProcess(
  name: string,
  start: (context: ProcessContext) => Promise<RunningProcess>,
  options: ProcessOptions = {},
): void {
  const { settings, logger } = prepare(name, options);
  const stopTimeoutMs = options.stopTimeoutMs ?? STOP_TIMEOUT_MS;
  const asked = new AbortController();
  let exitCode = 0;

  const stop = async (reason: string) => {
    if (asked.signal.aborted) return;
    logger.debug(`stopping: ${reason}`);
    asked.abort();
    setTimeout(() => {
      logger.error(`did not stop within ${stopTimeoutMs / 1000} s, exiting`);
      process.exit(EXIT_UNEXPECTED);
    }, stopTimeoutMs);
    try {
      // A start that gives up because it was aborted has nothing left to stop.
      const started = await running.catch(() => undefined);
      await started?.stop();
    } catch (error) {
      logger.error({ err: error }, 'failed to stop');
      exitCode = EXIT_UNEXPECTED;
    }
    process.exit(exitCode);
  };
  const die = (error: unknown) => {
    logger.fatal({ err: error }, 'unexpected error');
    process.exit(EXIT_UNEXPECTED);
  };
  const fail = (error: unknown) => {
    if (asked.signal.aborted) return;
    if (error instanceof StartupError) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'cannot go on');
    exitCode = EXIT_UNEXPECTED;
    void stop('failed');
  };

  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  let askedAt = 0;
  onStopRequest((reason) => {
    const again = asked.signal.aborted && Date.now() - askedAt > SAME_REQUEST_MS;
    if (again) process.exit(EXIT_UNEXPECTED);
    askedAt ||= Date.now();
    void stop(reason);
  });
  process.on('disconnect', () => void stop('the parent process is gone'));

  const running = Promise.resolve().then(() =>
    start({ settings, logger, signal: asked.signal, fail }),
  );
  running.then(
    ({ ready }) => {
      if (asked.signal.aborted) return;
      logger.info(ready);
      if (process.connected) process.send?.({ ready } satisfies ReadyMessage);
    },
    (error: unknown) => {
      if (asked.signal.aborted) return;
      if (error instanceof StartupError || error instanceof SettingsError) refuse(error);
      die(error);
    },
  );
}

function prepare(name: string, options: ProcessOptions): { settings: Settings; logger: Logger } {
  try {
    const settings = readSettings(process.env);
    return { settings, logger: createLogger(name, settings.LOG_LEVEL, options.destination) };
  } catch (error) {
    if (error instanceof SettingsError) refuse(error);
    throw error;
  }
}

function refuse(error: Error): never {
  process.stderr.write(`${error.message}\n`);
  process.exit(EXIT_CANNOT_START);
}

function onStopRequest(handle: (reason: string) => void): void {
  const hasParent = process.send !== undefined;
  process.on('SIGTERM', () => handle('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGHUP'] as const) {
    // A terminal sends these to the whole process group; the parent decides the order.
    process.on(signal, () => {
      if (!hasParent) handle(signal);
    });
  }
}
