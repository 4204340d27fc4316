/**
 * Packs the files of a checked-out commit as an archive. The same files give the same archive: paths are sorted, and
 * all files have the same time. A link to something in the folder becomes what it leads to.
 */
import { createReadStream } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { ArchiveError } from '../storage/archive.ts';

/** More than an archive may have, so that reading the archive says what is wrong. */
const MAX_ENTRIES = 10_000;
const MAX_DEPTH = 100;

interface FoundFile {
  /** The path in the archive. */
  name: string;
  /** Its place on the disk, without links. */
  place: string;
  bytes: number;
  isExecutable: boolean;
}

/** Returns the archive, which fails with ArchiveError when a link leads out of the folder or nowhere. */
export function packFolder(folder: string): Readable {
  const packed = createGzip();
  const tar = pack();
  pipeline(tar, packed).catch((error: unknown) => packed.destroy(asError(error)));
  addAll(folder, tar).catch((error: unknown) => tar.destroy(asError(error)));
  return packed;
}

async function addAll(folder: string, tar: ReturnType<typeof pack>): Promise<void> {
  for (const { name, place, bytes, isExecutable } of await filesIn(folder)) {
    const mode = isExecutable ? 0o755 : 0o644;
    const entry = tar.entry({ name, size: bytes, mode, mtime: new Date(0) });
    await pipeline(createReadStream(place), entry);
  }
  tar.finalize();
}

async function filesIn(folder: string): Promise<FoundFile[]> {
  const root = await realpath(folder);
  const files: FoundFile[] = [];
  async function walk(place: string, name: string, depth: number): Promise<void> {
    const names = (await readdir(place)).toSorted();
    for (const one of names) {
      const inner = name === '' ? one : `${name}/${one}`;
      await add(await withoutLinks(path.join(place, one), inner), inner, depth);
    }
  }
  async function add(place: string, name: string, depth: number): Promise<void> {
    const found = await stat(place);
    if (found.isDirectory()) {
      if (depth === MAX_DEPTH)
        throw new ArchiveError(`has ${JSON.stringify(name)}, which is too deep.`);
      await walk(place, name, depth + 1);
      return;
    }
    const isExecutable = (found.mode & 0o100) !== 0;
    files.push({ name, place, bytes: found.size, isExecutable });
    if (files.length > MAX_ENTRIES) throw new ArchiveError(`has more than ${MAX_ENTRIES} files.`);
  }
  async function withoutLinks(place: string, name: string): Promise<string> {
    if (!(await lstat(place)).isSymbolicLink()) return place;
    const real = await realpath(place).catch(() => undefined);
    if (real !== undefined && (real === root || real.startsWith(`${root}/`))) return real;
    throw new ArchiveError(
      `has ${JSON.stringify(name)}, which is a link that leads out of its folder or nowhere. Replace it with a file.`,
    );
  }
  await walk(root, '', 0);
  return files;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
