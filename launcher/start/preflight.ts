/** Checks the machine before anything starts, and reports all problems together. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATA_DIRECTORY_MARKER, openDataDirectory } from '../../config/data-directory.ts';
import { portProblem } from '../../config/listen.ts';
import { StartupError } from '../../config/process.ts';
import { tryPort } from '../../host/free-port.ts';
import { takeLock } from '../../host/lock.ts';
import { endStaleServer } from '../temporal/server.ts';

const LOCK_FILE = 'start.lock';
const PORT_POLL_MS = 200;
/** How long the remaining children of a killed supervisor may take to stop. */
const ORPHANS_STOP_MS = 20_000;

/** A port that must be free, and the setting that names it. */
export interface WantedPort {
  setting: string;
  host: string;
  /** 0 chooses a free port. */
  port: number;
}

export interface Preflight {
  dataDirectory: string;
  /** The port for each setting; never 0. */
  ports: Record<string, number>;
  release: () => void;
}

export interface PreflightOptions {
  dataDirectory: string;
  fresh: boolean;
  ports: readonly WantedPort[];
  report: (message: string) => void;
  signal: AbortSignal;
}

/**
 * Takes the lock of the data directory, empties the directory if `fresh`, and reserves the ports.
 *
 * @throws StartupError with one sentence for each problem
 */
export async function runPreflight(options: PreflightOptions): Promise<Preflight> {
  const problems: string[] = [];
  const directory = await collect(problems, () => prepareDirectory(options));
  const waitMs = directory?.mayHaveOrphans === true ? ORPHANS_STOP_MS : 0;
  const ports = await findPorts(options, waitMs, problems);
  if (directory === undefined || problems.length > 0) {
    directory?.release();
    throw new StartupError(problems.join('\n'));
  }
  return { dataDirectory: directory.path, ports, release: directory.release };
}

async function prepareDirectory({ dataDirectory, fresh, report }: PreflightOptions) {
  const directory = openDataDirectory(dataDirectory);
  const lock = takeLock(path.join(directory, LOCK_FILE));
  if (lock.state === 'held') {
    throw new StartupError(
      `Slipway already runs on the data directory ${directory} (process ${lock.by.pid}); stop it, or set SLIPWAY_DATA_DIR and the ports to other values`,
    );
  }
  try {
    const stale = await endStaleServer(directory);
    if (stale !== undefined) report(`ended Temporal's server ${stale} of a killed run`);
    if (fresh) empty(directory, report);
  } catch (error) {
    lock.release();
    throw error;
  }
  return { path: directory, mayHaveOrphans: lock.replacedDead, release: lock.release };
}

function empty(directory: string, report: (message: string) => void): void {
  if (!existsSync(path.join(directory, DATA_DIRECTORY_MARKER))) {
    throw new StartupError(
      `${directory} was not created by Slipway (it has no ${DATA_DIRECTORY_MARKER}), so --fresh does not empty it; delete it yourself, or set SLIPWAY_DATA_DIR to another directory`,
    );
  }
  for (const name of readdirSync(directory)) {
    if (name === LOCK_FILE || name === DATA_DIRECTORY_MARKER) continue;
    rmSync(path.join(directory, name), { recursive: true, force: true });
  }
  report(`deleted everything of earlier runs in ${directory}`);
}

async function findPorts(
  { ports, report, signal }: PreflightOptions,
  waitMs: number,
  problems: string[],
): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const giveUpAt = Date.now() + waitMs;
  for (const { setting, host, port } of ports) {
    const other = Object.keys(found).find((name) => port !== 0 && found[name] === port);
    if (other !== undefined) {
      problems.push(`${other} and ${setting} are both ${port}; set one of them to another port.`);
      continue;
    }
    let state = await tryPort(host, port);
    if (!state.free && waitMs > 0) report('waiting until the processes of a killed run have ended');
    while (!state.free && Date.now() < giveUpAt) {
      await sleep(PORT_POLL_MS, undefined, { signal });
      state = await tryPort(host, port);
    }
    if (state.free) found[setting] = state.port;
    else problems.push(`${portProblem(port, setting, state.code)}.`);
  }
  return found;
}

async function collect<T>(problems: string[], step: () => Promise<T>): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    problems.push(`${error.message}.`);
    return undefined;
  }
}
