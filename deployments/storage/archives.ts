/**
 * Uploaded archives of modules, by their digest. Deployments refer to them, so that one upload serves several
 * deployments and their previews. Beside each archive is the text of its module files, which the API checks.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { ArchiveError, readArchive, type ArchivedFile } from './archive.ts';
import type { BlobStore } from './blob-store.ts';
import { archiveInUse, archiveKeys, archives, deploymentsOf } from './keys.ts';

/** As long as a failed operation can be retried. */
const LIFETIME_MS = 30 * 24 * 60 * 60_000;
/** The files whose text the API reads. */
const TEXT_FILE = /\.(?:tf|tofu)(?:\.json)?$/;
const MAX_TEXT_BYTES = 8 * 1024 * 1024;
const MIB = 1024 * 1024;

const indexSchema = z.object({
  bytes: z.int(),
  /** The text of each module file, and '' for each other file. */
  files: z.record(z.string(), z.string()),
});
export type ArchiveIndex = z.infer<typeof indexSchema>;

interface Upload {
  organizationId: string;
  /** The SHA-256 digest in hexadecimal. */
  digest: string;
}

/** Returns what is known of an archive, and notes that it is used; undefined if it is not stored. */
export async function useArchive(
  blobs: BlobStore,
  { organizationId, digest }: Upload,
  now: number,
): Promise<ArchiveIndex | undefined> {
  const keys = archiveKeys(organizationId, digest);
  const content = await blobs.get(keys.index);
  if (content === undefined) return undefined;
  await blobs.put(keys.usedAt, Buffer.from(String(now)));
  return indexSchema.parse(JSON.parse(content.toString()));
}

/**
 * Stores an archive, and removes those that no deployment uses any more. Throws ArchiveError when the content has
 * another digest, is too large, or has files that a module must not have. Then nothing is stored.
 */
export async function storeArchive(
  blobs: BlobStore,
  upload: Upload,
  content: Readable,
  { maxBytes, now }: { maxBytes: number; now: number },
): Promise<ArchiveIndex> {
  const { organizationId, digest } = upload;
  const keys = archiveKeys(organizationId, digest);
  let bytes = 0;
  async function* checked(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    // The sender still gets an answer when the rest is not read.
    const chunks: AsyncIterable<Buffer> = content.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw new ArchiveError(`is larger than the limit of ${maxBytes / MIB} MiB.`, true);
      }
      hash.update(chunk);
      yield chunk;
    }
    const found = hash.digest('hex');
    if (found !== digest) throw new ArchiveError(`has the SHA-256 digest ${found}.`);
  }
  await blobs.putStream(keys.archive, checked());
  try {
    const index: ArchiveIndex = { bytes, files: await textsOf(blobs, upload, maxBytes) };
    await blobs.put(keys.usedAt, Buffer.from(String(now)));
    await blobs.put(keys.index, Buffer.from(JSON.stringify(index)));
    await removeUnused(blobs, organizationId, now);
    return index;
  } catch (error) {
    if (error instanceof ArchiveError) await blobs.remove(keys.archive);
    throw error;
  }
}

async function textsOf(
  blobs: BlobStore,
  upload: Upload,
  maxBytes: number,
): Promise<ArchiveIndex['files']> {
  const texts = new Map<string, string>();
  let bytes = 0;
  await openArchive(blobs, upload, maxBytes, async ({ path, content }) => {
    const isText = TEXT_FILE.test(path);
    const parts: Buffer[] = [];
    for await (const part of content) {
      if (!isText) continue;
      bytes += part.length;
      if (bytes > MAX_TEXT_BYTES) {
        throw new ArchiveError(`has module files of more than ${MAX_TEXT_BYTES / MIB} MiB.`);
      }
      parts.push(part);
    }
    const text = Buffer.concat(parts);
    if (!isUtf8(text)) throw new ArchiveError(`has ${JSON.stringify(path)}, which is not UTF-8.`);
    texts.set(path, text.toString());
  });
  return Object.fromEntries(texts);
}

/** Calls `onFile` for each file of a stored archive. Throws an Error if it is not stored. */
export async function openArchive(
  blobs: BlobStore,
  { organizationId, digest }: Upload,
  maxBytes: number,
  onFile: (file: ArchivedFile) => Promise<void>,
): Promise<void> {
  const content = await blobs.getStream(archiveKeys(organizationId, digest).archive);
  if (content === undefined) throw new Error(`the archive ${digest} is not in the blob store`);
  await readArchive(content, maxBytes, onFile);
}

/** Removes archives that were not used for 30 days and that no deployment has as its source. */
async function removeUnused(blobs: BlobStore, organizationId: string, now: number): Promise<void> {
  const stored = await blobs.list(archives(organizationId));
  const old: string[] = [];
  for (const key of stored.filter((one) => one.endsWith('.used'))) {
    const usedAt = Number((await blobs.get(key))?.toString() ?? now);
    if (usedAt < now - LIFETIME_MS) old.push(key.slice(key.lastIndexOf('/') + 1, -'.used'.length));
  }
  if (old.length === 0) return;
  const inUse = new Set((await blobs.list(deploymentsOf(organizationId))).map(archiveInUse));
  for (const digest of old.filter((one) => !inUse.has(one))) {
    const keys = archiveKeys(organizationId, digest);
    for (const key of [keys.index, keys.archive, keys.usedAt]) await blobs.remove(key);
  }
}
