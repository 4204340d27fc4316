/** A runner as its worker sees it: a process that runs the engines of one operation, one after the other. */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { INTERRUPT, parseExit, type EngineExit, type RunnerRequest } from './protocol.ts';

const MAX_ERRORS_LENGTH = 2_000;

export interface RunnerProcess {
  /**
   * Runs one engine. Until it has ended, no other may be started.
   *
   * @returns how the engine ended; undefined if the runner itself has ended
   */
  run(request: RunnerRequest, options: RunOptions): Promise<EngineExit | undefined>;
  /** The end of what the runner has written to its standard error. */
  errors(): string;
  /** Resolves when the process has ended. */
  ended: Promise<void>;
  /** Lets this process end although the runner waits for a request. */
  rest(): void;
  /** Ends the runner when its engine has ended. */
  end(): void;
}

interface RunOptions {
  /** Receives each line of the engine's standard output. */
  onLine(line: string): void;
  /** Stops the engine gracefully. */
  signal: AbortSignal | undefined;
}

/**
 * @param file the path of the compiled runner
 */
export function startRunner(file: string): RunnerProcess {
  const child = spawn(process.execPath, [file], {
    // The runner gets its own process group, because Ctrl-C in a terminal must reach only the worker.
    detached: true,
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-MAX_ERRORS_LENGTH);
  });
  // Ignore this error: a dead runner is noticed when its output closes.
  child.stdin.on('error', () => {});
  let receive = (_line: string): void => {};
  createInterface({ input: child.stdout, crlfDelay: Infinity }).on('line', (line) => receive(line));
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      errors += error.message;
      resolve();
    });
    child.once('close', () => resolve());
  });
  const streams = [child.stdin, child.stdout, child.stderr];
  const sockets = streams.filter((stream) => stream instanceof Socket);
  return {
    async run(request, { onLine, signal }) {
      child.ref();
      for (const socket of sockets) socket.ref();
      const interrupt = () => child.stdin.write(`${INTERRUPT}\n`);
      const answered = new Promise<EngineExit>((resolve) => {
        receive = (line) => {
          const exit = parseExit(request, line);
          if (exit === undefined) onLine(line);
          else resolve(exit);
        };
      });
      child.stdin.write(`${JSON.stringify(request)}\n`);
      signal?.addEventListener('abort', interrupt, { once: true });
      if (signal?.aborted) interrupt();
      try {
        return await Promise.race([answered, ended.then(() => undefined)]);
      } finally {
        signal?.removeEventListener('abort', interrupt);
      }
    },
    errors: () => errors.trim(),
    ended,
    rest() {
      child.unref();
      for (const socket of sockets) socket.unref();
    },
    end: () => child.stdin.end(),
  };
}
