/**
 * Stores data that is too large or too secret for Temporal: sources, states, plan files. The interface needs
 * only what object stores offer: whole objects, and a write that fails when the object exists.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { EngineError } from '../engine/error.ts';

export interface BlobStore {
  /** Resolves to the content; undefined if there is no such blob. */
  get(key: string): Promise<Buffer | undefined>;
  /**
   * Writes the whole blob or nothing. The blob is durable when the promise has resolved. Throws `storage_full`,
   * as does `putNew`.
   */
  put(key: string, content: Buffer): Promise<void>;
  /** The same for content that is too large for memory. Fails, and writes nothing, if the content fails. */
  putStream(key: string, content: AsyncIterable<Buffer>): Promise<void>;
  /** Resolves to a stream of the content; undefined if there is no such blob. */
  getStream(key: string): Promise<Readable | undefined>;
  /** Writes the blob only if the key is free. Returns false, and changes nothing, if it is not. */
  putNew(key: string, content: Buffer): Promise<boolean>;
  /** Removes the blob. Succeeds also if there is no such blob. */
  remove(key: string): Promise<void>;
  /** Every key with this prefix, sorted. */
  list(prefix: string): Promise<string[]>;
}

/** The form of a key: names separated by slashes. A name is never `.` or `..`. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const UNFINISHED = '.unfinished';

/** A blob store in a directory. Only the owner of the process can read its files. */
export function directoryBlobStore(root: string): BlobStore {
  const fileOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error(`not a valid blob key: ${key}`);
    return path.join(root, key);
  };

  /** Writes a file beside the final one, so that readers never see an incomplete blob. */
  async function write<T>(
    key: string,
    content: Buffer | AsyncIterable<Buffer>,
    place: (unfinished: string) => Promise<T>,
  ) {
    const unfinished = `${fileOf(key)}.${randomBytes(6).toString('hex')}${UNFINISHED}`;
    try {
      await mkdir(path.dirname(unfinished), { recursive: true, mode: 0o700 });
      const handle = await open(unfinished, 'wx', 0o600);
      try {
        await writeFile(handle, content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return await place(unfinished);
    } catch (error) {
      throw isFull(error) ? storageFull() : error;
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  return {
    async get(key) {
      try {
        return await readFile(fileOf(key));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
    async getStream(key) {
      try {
        return (await open(fileOf(key))).createReadStream();
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
    putStream: (key, content) =>
      write(key, content, (unfinished) => rename(unfinished, fileOf(key))),
    put: (key, content) => write(key, content, (unfinished) => rename(unfinished, fileOf(key))),
    putNew: (key, content) =>
      write(key, content, async (unfinished) => {
        try {
          await link(unfinished, fileOf(key));
          return true;
        } catch (error) {
          if (codeOf(error) === 'EEXIST') return false;
          throw error;
        }
      }),
    remove: (key) => rm(fileOf(key), { force: true }),
    async list(prefix) {
      const directory = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const keys = await filesBelow(root, directory);
      return keys.filter((key) => key.startsWith(prefix) && !key.endsWith(UNFINISHED)).toSorted();
    },
  };
}

async function filesBelow(root: string, directory: string): Promise<string[]> {
  try {
    const entries = await readdir(path.join(root, directory), { withFileTypes: true });
    const found: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) {
        found.push(...(await filesBelow(root, `${directory}${entry.name}/`)));
      } else found.push(`${directory}${entry.name}`);
    }
    return found;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function isFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function storageFull(): EngineError {
  return new EngineError({
    code: 'storage_full',
    message:
      'There is no space left on the disk of the blob store (SLIPWAY_BLOBS_DIR). Free some space there, then retry.',
    errorType: 'internal',
    retryable: true,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
