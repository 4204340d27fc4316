import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The environment variable that marks every process of one test run. Child processes inherit it. */
export const RUN_MARKER = 'SLIPWAY_TEST_RUN';

export interface Leftover {
  pid: number;
  command: string;
}

/** `endLeftovers` needs `/proc`, which only Linux has. */
export const canFindLeftovers = process.platform === 'linux';

const PROC = '/proc';

/** Returns the running processes that have the marker of the run. */
async function leftovers(run: string): Promise<Leftover[]> {
  const pids = (await readdir(PROC)).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await read(pid, 'environ');
      if (!environment.includes(`${RUN_MARKER}=${run}`)) return [];
      return [{ pid: Number(pid), command: (await read(pid, 'cmdline')).join(' ').trim() }];
    }),
  );
  return found.flat();
}

// A process that has ended or belongs to another user is not part of the run.
async function read(pid: string, file: string): Promise<string[]> {
  const text = await readFile(`${PROC}/${pid}/${file}`, 'utf8').catch(() => '');
  return text.split('\0');
}

/**
 * Waits up to `graceMs` for the processes of the run to end. Kills the remaining ones and returns them.
 */
export async function endLeftovers(run: string, graceMs: number): Promise<Leftover[]> {
  const deadline = Date.now() + graceMs;
  let left = await leftovers(run);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(100);
    left = await leftovers(run);
  }
  for (const { pid } of left) kill(pid);
  return left;
}

/** Kills a process, or its group if the id is negative. Does nothing if the process has already ended. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
