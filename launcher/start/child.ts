/** One child process of the supervisor. */
import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { stopChild } from '../../host/crash-backoff.ts';

const readySchema = z.object({ ready: z.string() });

export interface ChildDefinition {
  name: string;
  /** The name in messages, for example `the worker`. */
  title: string;
  /** The path of a compiled `main.ts` that calls `runProcess`. */
  main: string;
  /** One line for the terminal that says what the process is for. */
  purpose: string;
  /** How long the start may take, in milliseconds. */
  readyTimeoutMs: number;
}

/** The end of a child process. */
export interface Ending {
  code: number | null;
  /** How the child ended, for messages, for example `exit code 1` or `SIGKILL`. */
  how: string;
  /** Milliseconds between ready and the end; undefined if the child was never ready. */
  readyForMs: number | undefined;
}

export interface Child {
  /** Resolves to the child's own message when it is ready. */
  ready: Promise<string>;
  ended: Promise<Ending>;
  /** Sends SIGTERM, and SIGKILL after `stopTimeoutMs`. Resolves when the child has ended. */
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
    // At `close`, unlike at `exit`, all output has been read.
    forked.once('close', (code, signal) => end(code, signal ?? `exit code ${code}`));
  });
  const ask = () => forked.kill('SIGTERM');
  const stop = () => stopChild(forked, { ask, ended, timeoutMs: options.stopTimeoutMs });
  return { ready, ended, stop };
}
