/**
 * Reads and writes files of a run directory after an engine has run there. A module can put a symbolic link in
 * the place of a file that the worker expects, so no link is followed.
 */
import { constants } from 'node:fs';
import { open, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Returns the content of a file below `root`; undefined if it does not exist, is not an ordinary file, is
 * reached by a link, or has more than 64 MiB.
 */
export async function readRunFile(root: string, file: string): Promise<Buffer | undefined> {
  if (!(await isDirect(root, file))) return undefined;
  const handle = await open(
    file,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const stat = await handle.stat();
    return stat.isFile() && stat.size <= MAX_BYTES ? await handle.readFile() : undefined;
  } finally {
    await handle.close();
  }
}

/** Replaces a file below `root`. Throws if a directory on the way to it is a link. */
export async function writeRunFile(
  root: string,
  file: string,
  content: string | Buffer,
): Promise<void> {
  await rm(file, { recursive: true, force: true });
  if (!(await isDirect(root, path.dirname(file)))) throw new Error(`${file} is reached by a link`);
  await writeFile(file, content, { mode: 0o600, flag: 'wx' });
}

async function isDirect(root: string, file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => undefined);
  return real !== undefined && real === path.join(await realpath(root), path.relative(root, file));
}
