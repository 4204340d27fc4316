/**
 * The life cycle of every Slipway process: read the settings, start, report ready, stop.
 *
 * `npm start` is a parent that has an IPC channel to each process. Such a process tells its parent
 * when it is ready, and ignores Ctrl-C, because the parent stops it. It also stops when its parent
 * is gone, so that a killed supervisor leaves no processes behind.
 */
import { tmpdir } from 'node:os';
import type { DestinationStream } from 'pino';
import { environmentFault, type Directories } from './environment-fault.ts';
import { createLogger, type Logger } from './logger.ts';
import { readSettings, SettingsError, type Settings } from './settings.ts';

const STOP_TIMEOUT_MS = 15_000;
/** One Ctrl-C can arrive twice: from the terminal and from npm, which forwards it. */
const SAME_REQUEST_MS = 500;

const EXIT_UNEXPECTED = 1;
/** The process cannot run with its settings or on this machine. A restart would not help. */
export const EXIT_CANNOT_START = 2;

/** A start-up failure that the user can fix. The message is printed as it is, without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

export interface ProcessContext {
  settings: Settings;
  logger: Logger;
  /** This signal aborts when the process is asked to stop, also during its start. */
  signal: AbortSignal;
  /** Reports a failure after the start: logs the error, stops the process, and exits with code 1. */
  fail: (error: unknown) => void;
}

export interface RunningProcess {
  /** The line for the log when the process is ready, for example `listening on http://127.0.0.1:3000`. */
  ready: string;
  stop: () => Promise<void>;
}

/** The message from a process to its parent when it is ready. */
interface ReadyMessage {
  ready: string;
}

export interface ProcessOptions {
  /** Receives the log. Defaults to standard error. */
  destination?: DestinationStream;
  /** How long `stop` may take before the process exits anyway, in milliseconds. Defaults to 15 s. */
  stopTimeoutMs?: number;
}

/**
 * Runs a `main.ts`. Exit codes: 0 after a requested stop, 1 after an unexpected error, 2 if the user
 * must change a setting or the machine (the reason is printed on standard error, without a stack). A start that
 * the system refuses something, for example because the disk is full, ends with 2.
 */
export function runProcess(
  name: string,
  start: (context: ProcessContext) => Promise<RunningProcess>,
  options: ProcessOptions = {},
): void {
  // States, secrets and Temporal's database are for this user alone.
  process.umask(0o077);
  const { settings, logger } = prepare(name, options);
  const stopTimeoutMs = options.stopTimeoutMs ?? STOP_TIMEOUT_MS;
  const stopRequest = new AbortController();
  let exitCode = 0;
  let isReady = false;

  const stop = async (reason: string) => {
    if (stopRequest.signal.aborted) return;
    logger.debug(`stopping: ${reason}`);
    stopRequest.abort();
    setTimeout(() => {
      logger.error(`did not stop within ${stopTimeoutMs / 1000} s, exiting`);
      process.exit(EXIT_UNEXPECTED);
    }, stopTimeoutMs);
    try {
      // An aborted start has cleaned up after itself.
      const started = await running.catch(() => undefined);
      await started?.stop();
    } catch (error) {
      logger.error({ err: error }, 'failed to stop');
      exitCode = EXIT_UNEXPECTED;
    }
    process.exit(exitCode);
  };
  const die = (error: unknown) => {
    const fault = isReady ? undefined : environmentFault(error, directoriesOf(settings));
    if (fault !== undefined) refuse(new StartupError(fault));
    logger.fatal({ err: error }, 'unexpected error');
    process.exit(EXIT_UNEXPECTED);
  };
  const fail = (error: unknown) => {
    if (stopRequest.signal.aborted) return;
    if (error instanceof StartupError) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'cannot continue');
    exitCode = EXIT_UNEXPECTED;
    void stop('failed');
  };

  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
  let requestedAt = 0;
  onStopRequest((reason) => {
    const again = stopRequest.signal.aborted && Date.now() - requestedAt > SAME_REQUEST_MS;
    if (again) process.exit(EXIT_UNEXPECTED);
    requestedAt ||= Date.now();
    void stop(reason);
  });
  process.on('disconnect', () => void stop('the parent process is gone'));

  const running = Promise.resolve().then(() =>
    start({ settings, logger, signal: stopRequest.signal, fail }),
  );
  running.then(
    ({ ready }) => {
      isReady = true;
      if (stopRequest.signal.aborted) return;
      logger.info(ready);
      if (process.connected) process.send?.({ ready } satisfies ReadyMessage);
    },
    (error: unknown) => {
      if (stopRequest.signal.aborted) return;
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
    // For example a user without a home directory, which has the cache.
    const fault = environmentFault(error);
    if (fault !== undefined) refuse(new StartupError(fault));
    throw error;
  }
}

function directoriesOf(settings: Settings): Directories {
  const { SLIPWAY_BLOBS_DIR, SLIPWAY_CACHE_DIR, SLIPWAY_DATA_DIR, SLIPWAY_SECRETS_DIR } = settings;
  return {
    SLIPWAY_BLOBS_DIR,
    SLIPWAY_CACHE_DIR,
    SLIPWAY_DATA_DIR,
    SLIPWAY_SECRETS_DIR,
    TMPDIR: tmpdir(),
  };
}

function refuse(error: Error): never {
  process.stderr.write(`${error.message}\n`);
  process.exit(EXIT_CANNOT_START);
}

function onStopRequest(handle: (reason: string) => void): void {
  const hasParent = process.send !== undefined;
  process.on('SIGTERM', () => handle('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGHUP'] as const) {
    // A terminal sends these signals to the whole process group. The parent stops its children one after
    // the other.
    process.on(signal, () => {
      if (!hasParent) handle(signal);
    });
  }
}
