/** Writes the files of a module into a run directory: texts of a request, or the files of an archive. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SessionSettings } from './runner/session.ts';
import { openArchive } from './storage/archives.ts';
import type { SourceFiles } from './storage/source.ts';

export async function writeTexts(directory: string, files: SourceFiles): Promise<void> {
  for (const [name, text] of Object.entries(files)) await write(directory, name, text, false);
}

/** Throws ArchiveError if the archive in the blob store is damaged. */
export async function unpackArchive(
  { blobs, maxArchiveBytes }: Pick<SessionSettings, 'blobs' | 'maxArchiveBytes'>,
  organizationId: string,
  digest: string,
  directory: string,
): Promise<void> {
  await openArchive(
    blobs,
    { organizationId, digest },
    maxArchiveBytes,
    ({ path: name, content, isExecutable }) => write(directory, name, content, isExecutable),
  );
}

async function write(
  directory: string,
  name: string,
  content: string | AsyncIterable<Buffer>,
  isExecutable: boolean,
): Promise<void> {
  const file = path.join(directory, name);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: isExecutable ? 0o700 : 0o600, flag: 'wx' });
}
