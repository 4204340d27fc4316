/** One process of the product, run from dist/ as `npm start` runs it. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { endOf } from './child-end.ts';
import { eventually } from '../eventually.ts';

/** The build to test when it is not dist/, for example one with a mutation. */
export const DIST =
  process.env['SLIPWAY_TEST_DIST'] ?? fileURLToPath(new URL('../../../dist', import.meta.url));
const READY_MS = 60_000;
const STOP_MS = 20_000;
const KEPT_OUTPUT = 200_000;

const readySchema = z.object({ ready: z.string() });
const pidFileSchema = z.object({ server: z.object({ pid: z.int() }) });

export interface PartDefinition {
  name: string;
  /** Relative to dist/, unless absolute. */
  main: string;
  env?: Record<string, string>;
  /** The settings that must survive a restart, computed from the ports in the ready line. */
  keep?: (ports: string[]) => Record<string, string>;
  /** Temporal's server is a process of its own. This file has its pid. */
  pidFile?: string;
  /** The URL of a module that the process loads first. */
  preload?: string;
}

export interface Part {
  readonly name: string;
  readonly pid: number;
  /** Its first URL or its address. Empty for a worker. */
  readonly url: string;
  /** All its URLs and addresses. */
  readonly places: readonly string[];
  readonly running: boolean;
  /** How the process ended when no test ended it. */
  readonly unexpected: string | undefined;
  start(): Promise<void>;
  /** Sends SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Sends SIGTERM. Resolves when the process is gone. Rejects when it did not end cleanly within 20 s. */
  stop(): Promise<void>;
  /** Starts the process again, and stops it first if it runs. */
  restart(): Promise<void>;
  /** The last part of its output, over all restarts. */
  output(): string;
  /** The pids of this part's live processes. */
  alive(): number[];
}

const living = new Set<Part>();
process.on('exit', () => {
  for (const part of living) for (const pid of part.alive()) signal(pid, 'SIGKILL');
});

export function createPart(definition: PartDefinition): Part {
  const { name, main, keep, pidFile, preload } = definition;
  const env = { ...definition.env };
  let child: ChildProcess | undefined;
  let ended = Promise.resolve('');
  let asked = false;
  let places: string[] = [];
  let unexpected: string | undefined;
  let output = '';

  const isRunning = () => child?.exitCode === null && child.signalCode === null;

  async function start(): Promise<void> {
    if (isRunning()) throw new Error(`${name} runs already`);
    asked = false;
    const forked = fork(path.resolve(DIST, main), [], {
      env: { ...inheritedEnvironment(), ...env },
      execArgv: preload === undefined ? [] : ['--import', preload],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = forked;
    living.add(part);
    for (const stream of [forked.stdout, forked.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-KEPT_OUTPUT);
      });
    }
    ended = endOf(forked).then((end) => {
      const how = typeof end === 'number' ? `exit code ${end}` : end;
      if (!asked) unexpected = how;
      return how;
    });
    const ready = await readyLine(forked, ended, name, () => output);
    places = ready.match(/(?:https?:\/\/)?[\d.]+:\d+/g) ?? [];
    Object.assign(env, keep?.(places.map((place) => place.replace(/^.*:/, ''))));
  }

  async function kill(): Promise<void> {
    asked = true;
    const pids = part.alive();
    for (const pid of pids) signal(pid, 'SIGKILL');
    await ended;
    await eventually(() => pids.every((pid) => !signal(pid, 0)));
  }

  async function stop(): Promise<void> {
    if (!isRunning()) return;
    asked = true;
    child?.kill('SIGTERM');
    const force = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
    const how = await ended;
    clearTimeout(force);
    if (how !== 'exit code 0') throw new Error(`${name} did not stop cleanly: ${how}\n${output}`);
  }

  const part: Part = {
    name,
    get pid() {
      return child?.pid ?? 0;
    },
    get url() {
      return places[0] ?? '';
    },
    get places() {
      return places;
    },
    get running() {
      return isRunning();
    },
    get unexpected() {
      return unexpected;
    },
    start,
    kill,
    stop,
    async restart() {
      await stop();
      await start();
    },
    output: () => output,
    alive() {
      const server = pidFile === undefined ? undefined : serverPid(pidFile);
      const own = isRunning() ? child?.pid : undefined;
      // The wrapper comes first: it must not see its server die.
      return [own, server].filter((pid) => pid !== undefined && signal(pid, 0)) as number[];
    },
  };
  return part;
}

function readyLine(
  child: ChildProcess,
  ended: Promise<string>,
  name: string,
  output: () => string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`${name} ${why}\n${output()}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${READY_MS} ms`), READY_MS);
    child.on('message', (message) => {
      const parsed = readySchema.safeParse(message);
      if (!parsed.success) return;
      clearTimeout(timer);
      resolve(parsed.data.ready);
    });
    void ended.then((how) => fail(`ended before it was ready: ${how}`));
  });
}

/** The environment without the developer's Slipway settings, except for the cache of tools. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const settings = /^(SLIPWAY|SIMULATOR|TEMPORAL)_|^(HOST|PORT|LOG_LEVEL)$/;
  const kept = new Set(['SLIPWAY_CACHE_DIR', 'SLIPWAY_TEST_RUN', 'SLIPWAY_TEST_DIST']);
  return Object.fromEntries(
    Object.entries(process.env).filter(([key]) => kept.has(key) || !settings.test(key)),
  );
}

function serverPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return pidFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).server.pid;
  } catch {
    return undefined;
  }
}

/** Returns whether the process existed. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
