/** Runs Temporal's dev server as a child process, and ends it reliably. */
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { StartupError } from '../../config/process.ts';
import { holderOf, holderSchema, isAlive, type Holder } from '../../config/holder.ts';
import { readJson } from '../../host/lock.ts';

const STOP_MS = 10_000;
const STOP_POLL_MS = 20;
/** How many lines of the log explain a failed start. */
const KEPT_LINES = 5;

/**
 * Only Slipway uses this server, so the limits for shared clusters are raised. The server also serves its API
 * over plain HTTP at a random port, which cannot be turned off. It would let every web page start and
 * terminate workflows, so it gets no host that it answers to, and nothing of Nexus, which does not check hosts.
 */
const DYNAMIC_CONFIG = {
  'frontend.httpAllowedHosts': '[]',
  'system.enableNexus': false,
  // A worker that has just decided on an activity also gets it, without a way through the task queue.
  'system.enableActivityEagerExecution': true,
  'frontend.namespaceRPS.visibility': 1_000,
  'frontend.rps': 20_000,
  'frontend.namespaceRPS': 20_000,
  'frontend.namespaceCount': 10_000,
  'history.rps': 30_000,
  'matching.rps': 20_000,
} as const;

export interface ServerOptions {
  binary: string;
  /** The absolute path of an existing directory. */
  dataDirectory: string;
  namespace: string;
  host: string;
  port: number;
  uiHost: string;
  uiPort: number;
  /** Receives each line that the server logs. */
  onLog: (line: string) => void;
}

export interface TemporalServer {
  /** Resolves when the server has ended for any reason, to a description of how. */
  ended: Promise<string>;
  /** Sends SIGTERM, and SIGKILL after 10 s. Resolves when the server has ended. */
  stop: () => Promise<void>;
  /** Sends SIGKILL without waiting, for a process that is exiting. */
  kill: () => void;
}

/** Starts the server and returns before it answers. Its database is a file in the data directory. */
export function startServer(options: ServerOptions): TemporalServer {
  const { binary, dataDirectory, onLog } = options;
  const database = databaseFile(dataDirectory);
  const child = spawn(binary, serverArguments(options, database), {
    // The server takes the file's path as part of a URI, in which `#`, `?` and `%` have a meaning. So it gets
    // only the name, and starts in the directory.
    cwd: dataDirectory,
    // The user's client profile for the Temporal CLI must not change the server.
    env: withoutTemporalSettings(process.env),
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group keeps Ctrl-C from the server, which must end after its clients.
    detached: true,
  });
  if (child.pid !== undefined) {
    const record: PidFile = { server: holderOf(child.pid), wrapper: holderOf(process.pid) };
    writeFileSync(pidFile(dataDirectory), JSON.stringify(record));
  }
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    onLog(line);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => {
      rmSync(pidFile(dataDirectory), { force: true });
      resolve([`ended with ${signal ?? `code ${code}`}`, ...lines].join('\n'));
    });
  });
  return { ended, stop: () => stopChild(child, ended), kill: () => void child.kill('SIGKILL') };
}

export function databaseFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'temporal.db');
}

function serverArguments(options: ServerOptions, database: string): string[] {
  const flags: [string, string][] = [
    // The last one counts. The first one is for `endStaleServer`, which finds it in the command line.
    ['--db-filename', database],
    ['--db-filename', path.basename(database)],
    ['--sqlite-pragma', 'journal_mode=wal'],
    ['--sqlite-pragma', 'synchronous=normal'],
    ['--namespace', options.namespace],
    ['--ip', options.host],
    ['--port', String(options.port)],
    ['--ui-ip', options.uiHost],
    ['--ui-port', String(options.uiPort)],
    ['--log-level', 'error'],
    ['--log-format', 'json'],
  ];
  for (const [key, value] of Object.entries(DYNAMIC_CONFIG)) {
    flags.push(['--dynamic-config-value', `${key}=${value}`]);
  }
  return ['server', 'start-dev', ...flags.flat()];
}

function withoutTemporalSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(force);
}

const pidFileSchema = z.object({ server: holderSchema, wrapper: holderSchema });
type PidFile = z.infer<typeof pidFileSchema>;

function pidFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'temporal.pid');
}

/**
 * Ends the server of a killed run on this data directory, if there is one.
 *
 * @returns the pid of that server
 * @throws StartupError if a live process uses the server
 */
export async function endStaleServer(dataDirectory: string): Promise<number | undefined> {
  const parsed = pidFileSchema.safeParse(readJson(pidFile(dataDirectory)));
  if (!parsed.success) return undefined;
  const { server, wrapper } = parsed.data;
  const isOurs = isAlive(server) && server.command.includes(databaseFile(dataDirectory));
  if (isOurs && isAlive(wrapper) && wrapper.pid !== process.pid) {
    throw new StartupError(
      `Process ${wrapper.pid} already runs Temporal on the data directory ${dataDirectory}; stop it, or set SLIPWAY_DATA_DIR to another directory`,
    );
  }
  if (isOurs) await endProcess(server);
  rmSync(pidFile(dataDirectory), { force: true });
  return isOurs ? server.pid : undefined;
}

async function endProcess(holder: Holder): Promise<void> {
  process.kill(holder.pid, 'SIGTERM');
  const forceAt = Date.now() + STOP_MS;
  while (isAlive(holder)) {
    if (Date.now() >= forceAt) process.kill(holder.pid, 'SIGKILL');
    await sleep(STOP_POLL_MS);
  }
}
