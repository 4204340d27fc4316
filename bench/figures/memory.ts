import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const KIB = 1024;
const MB = 1e6;

/** Returns the resident memory of a process, MB. */
export async function residentMb(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return (Number(stdout.trim()) * KIB) / MB;
}

/** Samples the memory of a process every second. `stop` resolves to the maximum, MB. */
export function watchMemory(pid: number): { stop(): Promise<number> } {
  let maxMb = 0;
  const sample = async () => {
    maxMb = Math.max(maxMb, await residentMb(pid).catch(() => 0));
  };
  const timer = setInterval(() => void sample(), 1_000);
  return {
    async stop() {
      clearInterval(timer);
      await sample();
      return maxMb;
    },
  };
}
