/** One child process of the supervisor, from its start to its end. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const readySchema = z.object({ ready: z.string() });

export interface ChildDefinition {
  name: string;
  /** How sentences call it, for example `the worker`. */
  title: string;
  /** A compiled main that uses `runProcess`. */
  main: string;
  /** What it is, in words, for the terminal. */
  about: string;
  /** How long it may take to get ready, in milliseconds. */
  readyTimeoutMs: number;
}

/** How a child ended. */
export interface Ending {
  code: number | null;
  /** In words, for example `exit code 1` or `SIGKILL`. */
  how: string;
  /** Milliseconds from being ready to the end; undefined when it never was ready. */
  readyForMs: number | undefined;
}

export interface Child {
  /** Resolves once when it says that it is ready. */
  ready: Promise<string>;
  ended: Promise<Ending>;
  /** Asks it to stop, and forces it after `stopTimeoutMs`. */
  stop: () => Promise<void>;
}

export function startChild(
  definition: ChildDefinition,
  options: {
    env: NodeJS.ProcessEnv;
    stopTimeoutMs: number;
    onLine: (line: string) => void;
  },
): Child {
  const forked = fork(definition.main, [], {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [forked.stdout, forked.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.onLine);
  }
  let readyAt: number | undefined;
  const ready = new Promise<string>((resolve) => {
    forked.on('message', (message) => {
      const parsed = readySchema.safeParse(message);
      if (!parsed.success) return;
      readyAt ??= Date.now();
      resolve(parsed.data.ready);
    });
  });
  const ended = new Promise<Ending>((resolve) => {
    const end = (code: number | null, how: string) =>
      resolve({ code, how, readyForMs: readyAt === undefined ? undefined : Date.now() - readyAt });
    forked.once('error', (error) => end(null, error.message));
    // After `close` its last lines have been read.
    forked.once('close', (code, signal) => end(code, signal ?? `exit code ${code}`));
  });
  return { ready, ended, stop: () => stopChild(forked, ended, options.stopTimeoutMs) };
}

async function stopChild(
  forked: ChildProcess,
  ended: Promise<Ending>,
  stopTimeoutMs: number,
): Promise<void> {
  forked.kill('SIGTERM');
  const force = setTimeout(() => forked.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(force);
}
