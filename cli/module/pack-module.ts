/** Packs the files of a module into an archive, which is the same as long as the files are. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { UsageError } from '../exit.ts';
import { readRegularFile } from '../input/regular-file.ts';
import { decodeText } from '../input/text.ts';
import { MODULE_FILE, type FoundModule } from './find-module.ts';

const MIB = 1024 * 1024;
/** What the default limit of the service allows. The service names its own limits. */
const MAX_CONTENT_BYTES = 500 * MIB;
/** The time of all files, so that the digest depends on nothing but names, contents and whether files are programs. */
const EPOCH = new Date(0);
const PROGRAM = 0o755;
const FILE = 0o644;

interface ModuleArchive {
  /** The SHA-256 digest of the content in hexadecimal. */
  sha256: string;
  /** A tar file that is compressed with gzip. */
  content: Buffer;
}

/**
 * @param directory the directory as the user named it
 * @throws UsageError when a file cannot be read or is not a regular file, when a file of the module is not text, and
 *   when all files together are too large
 */
export async function packModule(
  directory: string,
  files: FoundModule['files'],
): Promise<ModuleArchive> {
  const archive = pack();
  const [content] = await Promise.all([
    pipeline(archive, createGzip(), (compressed) => buffer(compressed)),
    addFiles(archive, directory, files),
  ]);
  return { sha256: createHash('sha256').update(content).digest('hex'), content };
}

async function addFiles(
  archive: Pack,
  directory: string,
  files: FoundModule['files'],
): Promise<void> {
  try {
    let room = MAX_CONTENT_BYTES;
    for (const [name, file] of files) {
      const shown = path.join(directory, name);
      const content = readRegularFile(shown, file, room);
      if (content === undefined) {
        throw new UsageError(
          `The module in ${directory} has more than ${MAX_CONTENT_BYTES / MIB} MiB. Choose the directory of the module with --dir, or name what is not part of it in .terraformignore.`,
        );
      }
      room -= content.length;
      // The service reads these as text. Its error does not know the place of the fault.
      if (MODULE_FILE.test(name)) decodeText(`File ${shown}`, content);
      await add(archive, name, file, content);
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

/** Resolves once the archive has room for the next file. */
function add(archive: Pack, name: string, file: string, content: Buffer): Promise<void> {
  const isProgram = (statSync(file).mode & 0o100) !== 0;
  const header = {
    name,
    size: content.length,
    mode: isProgram ? PROGRAM : FILE,
    mtime: EPOCH,
  };
  return new Promise((resolve, reject) => {
    const entry = archive.entry(header, (error) => {
      if (error) reject(error);
      else resolve();
    });
    entry.end(content);
  });
}
