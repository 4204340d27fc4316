/**
 * Watches how much the directory of a run holds while its engine runs. The limits of a sandbox are those of
 * each process and each file, and do not bound the whole.
 */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

const BLOCK_BYTES = 512;
/** The space that each file takes beside its content. Many empty files fill a disk, too. */
const BYTES_PER_FILE = 512;

export interface DiskWatch {
  stop(): void;
}

/**
 * Measures the directory now and after each pause. Calls `exceeded` each time it holds more than `maxBytes`.
 * `factor` is how many times as much it holds, at most MAX_FACTOR.
 */
export function watchDisk(options: {
  directory: string;
  maxBytes: number;
  pauseMs: number;
  exceeded(factor: number): void;
}): DiskWatch {
  const { directory, maxBytes, pauseMs, exceeded } = options;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function measure(): Promise<void> {
    const bytes = await diskUsage(directory, maxBytes * MAX_FACTOR);
    if (isStopped) return;
    if (bytes > maxBytes) exceeded(Math.min(bytes / maxBytes, MAX_FACTOR));
    timer = setTimeout(() => void measure(), pauseMs);
  }

  void measure();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** A directory is measured only up to this many times its limit. */
export const MAX_FACTOR = 2;

/**
 * Returns how many bytes the files below a directory take on the disk. Follows no links. Returns Infinity once
 * there are more than `enough`, and if a directory cannot be read: the module could hide its files there.
 */
async function diskUsage(directory: string, enough: number): Promise<number> {
  const directories = [directory];
  let bytes = 0;
  for (let next = directories.pop(); next !== undefined; next = directories.pop()) {
    try {
      for (const entry of await readdir(next, { withFileTypes: true })) {
        const file = path.join(next, entry.name);
        if (entry.isDirectory()) directories.push(file);
        else bytes += await bytesOf(file);
        bytes += BYTES_PER_FILE;
        if (bytes > enough) return Infinity;
      }
    } catch (error) {
      if (!isGone(error)) return Infinity;
    }
  }
  return bytes;
}

async function bytesOf(file: string): Promise<number> {
  try {
    return (await lstat(file)).blocks * BLOCK_BYTES;
  } catch (error) {
    if (isGone(error)) return 0;
    throw error;
  }
}

/** The engine has removed the file or the directory meanwhile. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
