/**
 * Where deployments keep what is too large or too secret for Temporal: sources, states, plan files.
 * The interface asks for no more than object stores have: whole objects, and a write that fails when the
 * object is there already.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface BlobStore {
  /** undefined: there is none. */
  get(key: string): Promise<Buffer | undefined>;
  /** Whole or not at all, and durable once it has resolved. */
  put(key: string, content: Buffer): Promise<void>;
  /** The same, but resolves to false and changes nothing when there is one already. */
  putNew(key: string, content: Buffer): Promise<boolean>;
  /** Of what is not there, too. */
  remove(key: string): Promise<void>;
  /** Every key that starts so, sorted. */
  list(prefix: string): Promise<string[]>;
}

/** Segments that are names, never `.` or `..`, with slashes between them. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const UNFINISHED = '.unfinished';

/** A directory as a blob store; only its owner can read what is in it. */
export function directoryBlobStore(root: string): BlobStore {
  const fileOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error(`no key of a blob: ${key}`);
    return path.join(root, key);
  };

  /** Written beside its place, so that nobody ever sees a part of it. */
  async function write<T>(key: string, content: Buffer, place: (unfinished: string) => Promise<T>) {
    const unfinished = `${fileOf(key)}.${randomBytes(6).toString('hex')}${UNFINISHED}`;
    await mkdir(path.dirname(unfinished), { recursive: true, mode: 0o700 });
    try {
      const handle = await open(unfinished, 'wx', 0o600);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return await place(unfinished);
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

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
