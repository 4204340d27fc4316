/**
 * Checks that a program in the cache is still the one that was installed. Its SHA-256 digest is recorded
 * when it is downloaded or built, and compared before each use.
 *
 * The record finds damaged, truncated and replaced files. It does not stop an attacker who may write to
 * the cache, because such an attacker may also write the record.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../config/error-code.ts';

export interface InstalledProgram {
  file: string;
  /** The file with the digest of `file`, in the format of `sha256sum`. */
  record: string;
}

/** A program with its record beside it. */
export function programAt(file: string): InstalledProgram {
  return { file, record: `${file}.sha256` };
}

/**
 * Records the digest that the program has. Written before the program is moved to its place, so that no
 * program without a record is left if the process is killed in between.
 */
export async function recordDigest(
  { file, record }: InstalledProgram,
  sha256: string,
): Promise<void> {
  await mkdir(path.dirname(record), { recursive: true });
  const unfinished = `${record}.${process.pid}`;
  try {
    await writeFile(unfinished, `${sha256}  ${path.basename(file)}\n`);
    await rename(unfinished, record);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/**
 * Compares the program with its record.
 *
 * @returns undefined if they match, or the fault, as the rest of a sentence that begins with the path
 */
export async function installationFault({
  file,
  record,
}: InstalledProgram): Promise<string | undefined> {
  const recorded = await readRecord(record);
  if (recorded === undefined)
    return `cannot be verified, because its SHA-256 digest is not in ${record}`;
  let found: string;
  try {
    found = await digestOfUnchanged(file);
  } catch (error) {
    return `cannot be read (${errorCode(error) ?? String(error)})`;
  }
  return found === recorded
    ? undefined
    : `was changed after its installation: its SHA-256 digest is ${found}, and ${recorded} was recorded`;
}

/** Returns the fault of the first program that has one, as a sentence without its end. */
export async function firstFault(
  programs: readonly InstalledProgram[],
): Promise<string | undefined> {
  for (const program of programs) {
    const fault = await installationFault(program);
    if (fault !== undefined) return `${program.file} ${fault}`;
  }
  return undefined;
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function readRecord(record: string): Promise<string | undefined> {
  try {
    return /^[0-9a-f]{64}(?=\s)/.exec(await readFile(record, 'utf8'))?.[0];
  } catch {
    return undefined;
  }
}

/**
 * Returns a text that differs when the file has changed. A process without special rights cannot set the time
 * of the last change of the inode.
 */
export async function fileVersion(file: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

const known = new Map<string, { version: string; sha256: string }>();

/**
 * Returns the digest, which it calculates again only if the file has changed. A worker looks for its
 * engine before every run, and reading 100 MB each time would delay the run.
 */
async function digestOfUnchanged(file: string): Promise<string> {
  const version = await fileVersion(file);
  const before = known.get(file);
  if (before?.version === version) return before.sha256;
  const sha256 = await sha256Of(file);
  known.set(file, { version, sha256 });
  return sha256;
}
