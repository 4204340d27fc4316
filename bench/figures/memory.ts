import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const KIB = 1024;
const MB = 1e6;

/** The resident memory of a process in MB. */
export async function residentMb(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return (Number(stdout.trim()) * KIB) / MB;
}

/** Looks at a process every second; the most that it had until `stop`. */
export function watchMemory(pid: number): { stop(): Promise<number> } {
  let most = 0;
  const look = async () => {
    most = Math.max(most, await residentMb(pid).catch(() => 0));
  };
  const timer = setInterval(() => void look(), 1_000);
  return {
    async stop() {
      clearInterval(timer);
      await look();
      return most;
    },
  };
}
