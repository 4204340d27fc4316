/** Starts processes of Slipway and of the bench, stops them, or kills them like a crash. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const READY_MS = 60_000;
const STOP_MS = 20_000;
const KEPT_OUTPUT = 20_000;

export interface Child {
  readonly pid: number;
  /** The line with which the process reported that it was ready. */
  readonly ready: string;
  /** The first address in that line, with or without `http://`. */
  readonly address: string;
  send(message: object): void;
  onMessage(listen: (message: unknown) => void): void;
  onGone(listen: () => void): void;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(): Promise<void>;
  /** Sends SIGTERM, and SIGKILL if the process does not end in time. */
  stop(): Promise<void>;
}

const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Stops all running processes, the youngest first. */
export async function stopAll(): Promise<void> {
  for (const child of [...living].toReversed()) await ask(child, 'SIGTERM');
}

/**
 * Starts a compiled main file, and waits until it reports that it is ready.
 *
 * @param main an absolute path, or a path relative to `dist/`
 * @param env added to the environment of the bench, from which all settings of Slipway are removed
 */
export async function startChild(
  main: string,
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<Child> {
  const child = fork(path.resolve('dist', main), [...args], {
    env: { ...withoutSettings(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = keep(child);
  const name = path.basename(main);
  const ready = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${name} ${why}\n${output()}`));
    const timer = setTimeout(() => fail(`was not ready within ${READY_MS / 1000} s`), READY_MS);
    child.on('message', (message) => {
      if (!isReady(message)) return;
      clearTimeout(timer);
      resolve(message.ready);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      fail('ended before it was ready');
    });
  });
  return {
    pid: child.pid ?? 0,
    ready,
    address: /(?:https?:\/\/)?[\d.]+:\d+/.exec(ready)?.[0] ?? '',
    send: (message) => child.send(message),
    onMessage: (listen) => void child.on('message', listen),
    onGone: (listen) => void child.once('exit', listen),
    kill: () => ask(child, 'SIGKILL'),
    stop: () => ask(child, 'SIGTERM'),
  };
}

export interface Program {
  readonly pid: number;
  /** Returns the last part of the output. */
  output(): string;
  /** Resolves to the exit code, or null if a signal ended the process. */
  ended: Promise<number | null>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a program in its own process group. `kill` kills the whole group. */
export function startProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv },
): Program {
  const child = spawn(program, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = keep(child);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  ended.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    output,
    ended,
    async kill() {
      killGroup(child);
      await ended.catch(() => undefined);
    },
    async stop() {
      await ask(child, 'SIGTERM');
      killGroup(child);
    },
  };
}

/** Returns the environment without settings of Slipway, which would change what is measured. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = /^(SLIPWAY|SIMULATOR|TEMPORAL)_|^(HOST|PORT|LOG_LEVEL|NODE_OPTIONS)$/;
  const kept = new Set(['SLIPWAY_CACHE_DIR', 'SLIPWAY_TOFU']);
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => kept.has(name) || !settings.test(name)),
  );
}

async function ask(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isAlive(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(force);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All processes of the group have ended.
  }
}

function keep(child: ChildProcess): () => string {
  let output = '';
  living.add(child);
  child.once('exit', () => living.delete(child));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
  }
  return () => output;
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function isReady(message: unknown): message is { ready: string } {
  return typeof message === 'object' && message !== null && 'ready' in message;
}
