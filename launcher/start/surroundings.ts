/** What must hold before anything is started; every fault is found at once. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DATA_DIRECTORY_MARKER, openDataDirectory } from '../../config/data-directory.ts';
import { portProblem } from '../../config/listen.ts';
import { StartupError } from '../../config/process.ts';
import { tryPort } from '../temporal/free-port.ts';
import { takeLock } from '../temporal/pid-file.ts';
import { endStaleServer } from '../temporal/server.ts';

const LOCK_FILE = 'start.lock';
const PORT_POLL_MS = 200;
/** So long the children of a killed supervisor may still be stopping. */
const LEFT_OVER_MS = 20_000;

/** A port that must be free, under the name of its setting. */
export interface WantedPort {
  setting: string;
  host: string;
  /** 0: any free one. */
  port: number;
}

export interface Surroundings {
  dataDirectory: string;
  /** The port of each setting, now a real one. */
  ports: Record<string, number>;
  release: () => void;
}

export interface SurroundingsOptions {
  dataDirectory: string;
  fresh: boolean;
  ports: readonly WantedPort[];
  report: (message: string) => void;
  signal: AbortSignal;
}

/** @throws StartupError with one sentence for each fault */
export async function prepareSurroundings(options: SurroundingsOptions): Promise<Surroundings> {
  const faults: string[] = [];
  const directory = await collect(faults, () => prepareDirectory(options));
  const waitMs = directory?.leftOver === true ? LEFT_OVER_MS : 0;
  const ports = await findPorts(options, waitMs, faults);
  if (directory === undefined || faults.length > 0) {
    directory?.release();
    throw new StartupError(faults.join('\n'));
  }
  return { dataDirectory: directory.path, ports, release: directory.release };
}

async function prepareDirectory({ dataDirectory, fresh, report }: SurroundingsOptions) {
  const directory = openDataDirectory(dataDirectory);
  const lock = takeLock(path.join(directory, LOCK_FILE));
  if (lock.state === 'held') {
    throw new StartupError(
      `Slipway runs already on the data directory ${directory} (process ${lock.by.pid}); stop it, or set SLIPWAY_DATA_DIR and the ports to others`,
    );
  }
  try {
    const stale = await endStaleServer(directory);
    if (stale !== undefined)
      report(`ended Temporal's server ${stale}, left behind by a killed run`);
    if (fresh) empty(directory, report);
  } catch (error) {
    lock.release();
    throw error;
  }
  return { path: directory, leftOver: lock.replacedDead, release: lock.release };
}

function empty(directory: string, report: (message: string) => void): void {
  if (!existsSync(path.join(directory, DATA_DIRECTORY_MARKER))) {
    throw new StartupError(
      `${directory} was not made by Slipway (it has no ${DATA_DIRECTORY_MARKER}), so --fresh does not delete it; delete it by hand, or set SLIPWAY_DATA_DIR to another one`,
    );
  }
  for (const name of readdirSync(directory)) {
    if (name === LOCK_FILE || name === DATA_DIRECTORY_MARKER) continue;
    rmSync(path.join(directory, name), { recursive: true, force: true });
  }
  report(`deleted everything of earlier runs in ${directory}`);
}

async function findPorts(
  { ports, report, signal }: SurroundingsOptions,
  waitMs: number,
  faults: string[],
): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const giveUpAt = Date.now() + waitMs;
  for (const { setting, host, port } of ports) {
    const other = Object.keys(found).find((name) => port !== 0 && found[name] === port);
    if (other !== undefined) {
      faults.push(`${other} and ${setting} are both ${port}; set one of them to another port.`);
      continue;
    }
    let state = await tryPort(host, port);
    if (!state.free && waitMs > 0) report('waiting for the processes of a killed run to end');
    while (!state.free && Date.now() < giveUpAt) {
      await sleep(PORT_POLL_MS, undefined, { signal });
      state = await tryPort(host, port);
    }
    if (state.free) found[setting] = state.port;
    else faults.push(`${portProblem(port, setting, state.code)}.`);
  }
  return found;
}

async function collect<T>(faults: string[], step: () => Promise<T>): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    faults.push(`${error.message}.`);
    return undefined;
  }
}
