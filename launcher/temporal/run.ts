import { spawn } from 'node:child_process';

/** The end of a process's output that is kept to explain a failure, in characters. */
const KEPT_OUTPUT = 4_000;
const SIGN_OF_LIFE_MS = 10_000;

export interface RunOptions {
  env: NodeJS.ProcessEnv;
  /** This process's own unless given. */
  cwd?: string;
  /** Milliseconds after which the process is killed. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Called every 10 s with the time since the start, for example `1:20`. */
  onSignOfLife: (elapsed: string) => void;
}

/**
 * Runs a program to its end. Resolves to the last line of its output when it failed, or to undefined.
 * It has no terminal, and a process group of its own that is ended as a whole.
 */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string | undefined> {
  const { env, timeoutMs, signal, onSignOfLife } = options;
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
  const life = setInterval(() => onSignOfLife(elapsed(Date.now() - started)), SIGN_OF_LIFE_MS);
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
    clearInterval(life);
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
    // It has ended by itself.
  }
}

/** `80_000` → `1:20` */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
