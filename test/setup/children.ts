/** Child processes of a test, with what they print; none outlives its test. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { endOf } from '../support/stack/child-end.ts';
import { eventually } from '../support/eventually.ts';

export interface Running {
  process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when that text is on its standard output. */
  said(text: string): Promise<void>;
  /** The exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
}

const ROOT = new URL('../../', import.meta.url);
const SETTINGS = /^(SLIPWAY|SIMULATOR|TEMPORAL)_|^(HOST|PORT|LOG_LEVEL)$/;
const open = new Set<Running>();

afterEach(async () => {
  for (const running of open) {
    running.process.kill('SIGKILL');
    await running.ended;
  }
  open.clear();
});

/**
 * Runs a file with Node.
 *
 * @param file relative to the repository
 * @param options.ipc whether it has a parent that speaks to it, as under `npm start`
 * @param options.ownGroup as a shell does with what it runs in a terminal
 */
export function runNode(
  file: string,
  options: { env?: NodeJS.ProcessEnv; args?: string[]; ipc?: boolean; ownGroup?: boolean } = {},
): Running {
  const { args = [], ipc = false, ownGroup = false } = options;
  const script = fileURLToPath(new URL(file, ROOT));
  const env = { ...withoutSettings(), ...options.env };
  const child = ipc
    ? fork(script, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    : spawn(process.execPath, [script, ...args], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: ownGroup,
      });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  }
  const running: Running = {
    process: child,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    said: async (wanted) => {
      await eventually(
        () => {
          if (text.stdout.includes(wanted)) return true;
          throw new Error(`"${wanted}" was not said:\n${text.stdout}\n${text.stderr}`);
        },
        { timeoutMs: 30_000 },
      );
    },
    ended: endOf(child),
  };
  open.add(running);
  return running;
}

/** Whether a process of that id lives (and is no zombie of this one). */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The environment without the settings of whoever runs the tests, but for the cache of tools. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name === 'SLIPWAY_CACHE_DIR' || !SETTINGS.test(name),
    ),
  );
}
