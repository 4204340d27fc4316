/** Child processes of a test, with their output. They are killed at the end of the test. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { endOf } from '../support/stack/child-end.ts';
import { eventually } from '../support/eventually.ts';

export interface Running {
  process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves when the standard output contains the text. */
  said(text: string): Promise<void>;
  /** Resolves to the exit code, or to the name of the signal that ended the process. */
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
 * Runs a file with Node.js.
 *
 * @param file a path relative to the root of the repository
 * @param options.ipc opens an IPC channel to the process, as `npm start` does
 * @param options.ownGroup runs the process in its own process group, as a shell in a terminal does
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
          throw new Error(`"${wanted}" is not in the output:\n${text.stdout}\n${text.stderr}`);
        },
        { timeoutMs: 30_000 },
      );
    },
    ended: endOf(child),
  };
  open.add(running);
  return running;
}

/** Returns true if a process with that id is running. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Returns the environment without settings of Slipway, except for the cache directory of the tools. */
function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => name === 'SLIPWAY_CACHE_DIR' || !SETTINGS.test(name),
    ),
  );
}
