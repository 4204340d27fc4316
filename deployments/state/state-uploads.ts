/**
 * State files of an organization, by their digest: uploaded ones that deployments adopt, and those of deployments
 * that were released. They are kept for 30 days after their last use.
 */
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { parseJson } from '../engine/json.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { stateFileKeys, stateFiles } from '../storage/keys.ts';
import { digestOf, StateFileError, summarizeState, summarySchema } from './state-file.ts';
import type { StateSummary } from './state-file.ts';

const LIFETIME_MS = 30 * 24 * 60 * 60_000;
const MIB = 1024 * 1024;
/** As much as an engine can write. */
const MAX_STATE_BYTES = 64 * MIB;

const noteSchema = z.object({ summary: summarySchema, usedAt: z.number() });

export interface StateFileRef {
  organizationId: string;
  /** SHA-256, in hexadecimal. */
  digest: string;
}

/** Returns what is known of a stored file, and notes its use; undefined if it is not stored. */
export async function useStateFile(
  blobs: BlobStore,
  file: StateFileRef,
  now: number,
): Promise<StateSummary | undefined> {
  const { note } = stateFileKeys(file.organizationId, file.digest);
  const content = await blobs.get(note);
  if (content === undefined) return undefined;
  const { summary } = noteSchema.parse(parseJson(content.toString()));
  await putNote(blobs, note, summary, now);
  return summary;
}

/** Stores a state under its digest. Throws StateFileError. */
export async function storeStateFile(
  blobs: BlobStore,
  organizationId: string,
  content: Buffer,
  now: number,
): Promise<StateSummary> {
  const summary = summarizeState(content);
  const keys = stateFileKeys(organizationId, summary.sha256);
  await blobs.put(keys.content, content);
  await putNote(blobs, keys.note, summary, now);
  await removeOld(blobs, organizationId, now);
  return summary;
}

/** Reads an upload. Throws StateFileError if it is too large or has another digest. */
export async function readUpload(content: Readable, digest: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // The sender still gets an answer when the rest is not read.
  const chunks: AsyncIterable<Buffer> = content.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_STATE_BYTES) {
      throw new StateFileError(`is larger than the limit of ${MAX_STATE_BYTES / MIB} MiB.`, true);
    }
    parts.push(chunk);
  }
  const upload = Buffer.concat(parts);
  const found = digestOf(upload);
  if (found !== digest) throw new StateFileError(`has the SHA-256 digest ${found}.`);
  return upload;
}

function putNote(blobs: BlobStore, key: string, summary: StateSummary, usedAt: number) {
  const note: z.infer<typeof noteSchema> = { summary, usedAt };
  return blobs.put(key, Buffer.from(JSON.stringify(note)));
}

async function removeOld(blobs: BlobStore, organizationId: string, now: number): Promise<void> {
  for (const key of await blobs.list(stateFiles(organizationId))) {
    if (!key.endsWith('.note.json')) continue;
    const content = await blobs.get(key);
    if (content === undefined) continue;
    const { summary, usedAt } = noteSchema.parse(parseJson(content.toString()));
    if (usedAt > now - LIFETIME_MS) continue;
    const keys = stateFileKeys(organizationId, summary.sha256);
    await blobs.remove(keys.note);
    await blobs.remove(keys.content);
  }
}
