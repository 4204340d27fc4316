import { spawn } from 'node:child_process';

/** How much of the end of a program's output is kept to explain a failure, in characters. */
const KEPT_OUTPUT = 4_000;
const PROGRESS_MS = 10_000;

export interface RunOptions {
  env: NodeJS.ProcessEnv;
  /** The working directory. Defaults to that of this process. */
  cwd?: string;
  /** Milliseconds after which the process is killed. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Called every 10 s with the time since the start, for example `1:20`. */
  onProgress: (elapsed: string) => void;
}

/**
 * Runs a program until it exits. The program has no terminal. It has its own process group, so that a
 * time-out also ends the processes that it started.
 *
 * @returns why the program failed (usually the last line of its output), or undefined if it succeeded
 */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string | undefined> {
  const { env, timeoutMs, signal, onProgress } = options;
  const started = Date.now();
  const child = spawn(program, args, {
    env,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  let ended: string | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
  }
  const end = (reason: string) => {
    ended = reason;
    killGroup(child.pid);
  };
  const onAbort = () => end('it was stopped');
  const onExit = () => killGroup(child.pid);
  const progress = setInterval(() => onProgress(elapsed(Date.now() - started)), PROGRESS_MS);
  const deadline = setTimeout(() => {
    end(`it took longer than ${elapsed(timeoutMs)} minutes`);
  }, timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  process.on('exit', onExit);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code === 0) return undefined;
    return ended ?? output.trim().split('\n').at(-1) ?? `exit code ${code}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearInterval(progress);
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
    process.off('exit', onExit);
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The process has already exited.
  }
}

/** `80_000` → `1:20` */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
