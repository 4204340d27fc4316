import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The environment variable that marks every process of one test run: children inherit it. */
export const RUN_MARKER = 'SLIPWAY_TEST_RUN';

export interface Leftover {
  pid: number;
  command: string;
}

/** Whether `endLeftovers` can look on this platform. */
export const canFindLeftovers = process.platform === 'linux';

const PROC = '/proc';

/** The live processes that carry the marker of the run. */
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

// A process that has gone, or that belongs to another user, is not one of ours.
async function read(pid: string, file: string): Promise<string[]> {
  const text = await readFile(`${PROC}/${pid}/${file}`, 'utf8').catch(() => '');
  return text.split('\0');
}

/** Leaves the processes `graceMs` to end by themselves; then ends those that are left, and returns them. */
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

/** Ends a process, or with a negative id its group, at once. One that has gone already is fine. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
