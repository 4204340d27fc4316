/**
 * Reads a gzipped tar archive file by file, without trusting it: links, devices, paths that lead out, files of the
 * engine and bombs are refused. Writes nothing.
 */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

const MAX_FILES = 5_000;
/** Files and folders. */
const MAX_ENTRIES = 10_000;
/** How much larger than the limit of the archive all of its files may be. */
const EXPANSION = 10;
const MAX_PATH_LENGTH = 400;
const BLOCK = 512;
const MIB = 1024 * 1024;

/** Names that the engine or Slipway would use or obey, in whatever folder the engine runs. */
const RESERVED =
  /(?:^|\/)(?:\.terraform|terraform\.d)(?:\/|$)|(?:^|\/)(?:terraform\.tfstate|errored\.tfstate|slipway_backend_override)/;
/** Would sort after Slipway's own file of values, whose name begins with `~`. */
const LATE_VALUES = /(?:^|\/)[^ -}/][^/]*\.auto\.tfvars(?:\.json)?$/u;
const UNSAFE = /[\p{Cc}\\]/u;

/** What is wrong with an archive. The message follows the words "The archive". */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  /** True if the archive itself is larger than the limit. */
  readonly isTooLarge: boolean;
  constructor(message: string, isTooLarge = false) {
    super(message);
    this.isTooLarge = isTooLarge;
  }
}

export interface ArchivedFile {
  path: string;
  isExecutable: boolean;
  content: AsyncIterable<Buffer>;
}

/**
 * Calls `onFile` for each file, which must read its content. Throws ArchiveError with the first fault.
 *
 * @param maxBytes the limit on the archive itself
 */
export async function readArchive(
  archive: Readable,
  maxBytes: number,
  onFile: (file: ArchivedFile) => Promise<void>,
): Promise<void> {
  const entries = extract();
  const flow = pipeline(archive, createGunzip(), boundedTar(maxBytes * EXPANSION), entries);
  const fault = flow.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  const check = entryChecks();
  try {
    for await (const entry of entries) {
      const path = check(entry.header);
      if (path === undefined) entry.resume();
      else {
        const isExecutable = ((entry.header.mode ?? 0) & 0o100) !== 0;
        await onFile({ path, isExecutable, content: bytesOf(entry) });
      }
    }
    const failed = await fault;
    if (failed !== undefined) throw failed;
  } catch (error) {
    entries.destroy();
    archive.destroy();
    // For example a full disk, which is not the fault of the archive.
    if (error instanceof Error && 'syscall' in error) throw error;
    const first = (await fault) ?? error;
    if (error instanceof ArchiveError) throw error;
    if (first instanceof ArchiveError) throw first;
    if (isDamage(first))
      throw new ArchiveError('is not a tar file compressed with gzip, or is damaged.');
    throw error;
  }
}

async function* bytesOf(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of entry) {
    yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  }
}

function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') || /tar|unexpected end|premature close/i.test(error.message);
}

/** Returns the path of a file, or undefined for a folder. Throws ArchiveError. */
function entryChecks(): (header: Header) => string | undefined {
  const files = new Set<string>();
  const folders = new Set<string>();
  let entries = 0;
  return ({ name, type }) => {
    entries += 1;
    const path = name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
    const shown = JSON.stringify(path.slice(0, MAX_PATH_LENGTH));
    if (entries > MAX_ENTRIES) throw new ArchiveError(`has more than ${MAX_ENTRIES} entries.`);
    if (type !== 'directory' && type !== 'file' && type !== 'contiguous-file') {
      throw new ArchiveError(`has ${shown}, which is a ${type}. Replace it with a file.`);
    }
    if (path === '' || path === '.') return undefined;
    const wrong = pathFault(path);
    if (wrong !== undefined) throw new ArchiveError(`has ${shown}, which ${wrong}.`);
    const key = path.normalize('NFC').toLowerCase();
    const parents = key
      .split('/')
      .slice(0, -1)
      .map((_name, i, names) => names.slice(0, i + 1).join('/'));
    if (parents.some((parent) => files.has(parent)) || (type !== 'directory' && folders.has(key))) {
      throw new ArchiveError(`has ${shown} as a file and as a folder.`);
    }
    for (const parent of parents) folders.add(parent);
    if (type === 'directory') {
      if (files.has(key)) throw new ArchiveError(`has ${shown} as a file and as a folder.`);
      folders.add(key);
      return undefined;
    }
    if (files.has(key)) {
      throw new ArchiveError(`has ${shown} twice, perhaps in upper and lower case.`);
    }
    files.add(key);
    if (files.size > MAX_FILES) throw new ArchiveError(`has more than ${MAX_FILES} files.`);
    return path;
  };
}

function pathFault(path: string): string | undefined {
  if (path.length > MAX_PATH_LENGTH) return `has more than ${MAX_PATH_LENGTH} characters`;
  if (path.startsWith('/') || path.split('/').some((name) => ['', '.', '..'].includes(name))) {
    return 'is no path inside of the archive';
  }
  if (UNSAFE.test(path)) return 'has a control character or a backslash';
  if (RESERVED.test(path)) return 'is a name that the engine or Slipway uses for its own files';
  if (LATE_VALUES.test(path))
    return 'would replace the values of the deployment; begin its name with a letter';
  return undefined;
}

/**
 * Bounds the unpacked archive. Also bounds the headers with long names, which the reader of the archive collects in
 * memory. For this it looks at the header of each entry and skips the contents.
 */
function boundedTar(maxBytes: number) {
  return async function* bounded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    /** How many bytes until the next header. */
    let skip = 0;
    let header = Buffer.alloc(0);
    /** The content of a header with a long name. */
    let extended: Buffer[] | undefined;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new ArchiveError(`unpacks to more than ${maxBytes / MIB} MiB.`);
      let at = 0;
      while (at < chunk.length) {
        const rest = chunk.subarray(at, at + (skip > 0 ? skip : BLOCK - header.length));
        at += rest.length;
        if (skip > 0) {
          skip -= rest.length;
          extended?.push(rest);
          continue;
        }
        header = Buffer.concat([header, rest]);
        if (header.length < BLOCK) continue;
        // A size there would replace the size in the next header.
        if (
          extended !== undefined &&
          SIZE_RECORD.test(Buffer.concat(extended).toString('latin1'))
        ) {
          throw new ArchiveError('has a file that is too large.');
        }
        ({ skip, extended } = contentOf(header));
        header = Buffer.alloc(0);
      }
      yield chunk;
    }
  };
}

const SIZE_RECORD = /(?:^|\n)\d+ size=/;
const SIZE_OFFSET = 124;
const SIZE_LENGTH = 12;
const TYPE_OFFSET = 156;
/** Headers of the pax format, and long names and links of GNU's. */
const EXTENDED_TYPES: ReadonlySet<string> = new Set(['x', 'g', 'X', 'L', 'K']);

/** How long the content of an entry is, in whole blocks, and whether it is collected. */
function contentOf(header: Buffer): { skip: number; extended: Buffer[] | undefined } {
  const field = header.subarray(SIZE_OFFSET, SIZE_OFFSET + SIZE_LENGTH);
  const isBinary = ((field[0] ?? 0) & 0x80) !== 0;
  const size = isBinary ? Number(field.readBigUInt64BE(SIZE_LENGTH - 8)) : octal(field);
  const isExtended = EXTENDED_TYPES.has(String.fromCodePoint(header[TYPE_OFFSET] ?? 0));
  if (isExtended && size > MIB) throw new ArchiveError('has a name of more than 1 MiB.');
  return { skip: Math.ceil(size / BLOCK) * BLOCK, extended: isExtended ? [] : undefined };
}

function octal(field: Buffer): number {
  const text = field.toString('latin1').replaceAll('\0', ' ').trim();
  return Number.parseInt(text, 8) || 0;
}
