import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../exit.ts';
import { unreadable } from './unreadable.ts';

/**
 * Without O_NONBLOCK, opening a FIFO would wait until a program writes to it. With O_NOFOLLOW, the file
 * cannot be replaced by a link after its path was resolved.
 */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * Returns the content of a regular file, or undefined if it is larger than `maxBytes`.
 *
 * @param name the path to show in messages
 * @param file the path without symbolic links
 * @throws UsageError when the file cannot be read, or is a device, a FIFO or a socket
 */
export function readRegularFile(name: string, file: string, maxBytes: number): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, FLAGS);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UsageError(`${name} is not a regular file. Remove it.`);
    return stats.size > maxBytes ? undefined : readAtMost(descriptor, stats.size, maxBytes);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unreadable(`File ${name}`, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const MIN_CHUNK = 64 * 1024;

/** Some files, for example those in /proc, have more content than their size says. */
function readAtMost(descriptor: number, size: number, maxBytes: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length <= maxBytes) {
    const chunk = Buffer.alloc(Math.max(size - length, MIN_CHUNK));
    const read = readSync(descriptor, chunk, 0, chunk.length, null);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  return undefined;
}
