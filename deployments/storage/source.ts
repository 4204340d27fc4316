/** A module's files as a blob: named by their content, so that a plan and its apply mean the same. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { timeOfId } from '../../contract/ids.ts';
import type { BlobStore } from './blob-store.ts';
import type { DeploymentJob } from '../job.ts';
import { unmadeKey, unmadeOf, type DeploymentKeys } from './keys.ts';

/** As long as operations can be read, and so retried. */
const UNMADE_KEPT_MS = 30 * 24 * 60 * 60_000;

const filesSchema = z.record(z.string(), z.string());
/** Text by path. */
export type SourceFiles = z.infer<typeof filesSchema>;

/** The hash of the files, whatever their order. */
export function sourceDigest(files: SourceFiles): string {
  const ordered = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}

export async function storeSource(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'source'>,
  files: SourceFiles,
): Promise<string> {
  const digest = sourceDigest(files);
  await write(blobs, keys.source(digest), files);
  return digest;
}

/** Throws when the blob is not there, or is not what its name says. */
export async function loadSource(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'source'>,
  digest: string,
): Promise<SourceFiles> {
  const files = await read(blobs, keys.source(digest), digest);
  if (files === undefined) throw new Error(`the source ${digest} is not in the blob store`);
  return files;
}

/** For a plan that is only looked at; whoever asked for it takes it away again. */
export async function storeRehearsal(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'rehearsal'>,
  operationId: string,
  files: SourceFiles,
): Promise<void> {
  await write(blobs, keys.rehearsal(operationId), files);
}

/** What a job is to work on. */
export async function loadFiles(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'source' | 'rehearsal'>,
  { operationId, sourceDigest: digest, rehearsal }: DeploymentJob,
): Promise<SourceFiles> {
  const rehearsed = rehearsal && (await read(blobs, keys.rehearsal(operationId), digest));
  return rehearsed ?? (await loadSource(blobs, keys, digest));
}

/** Keeps the files of a deployment that comes to nothing, for a retry; those of long ago go. */
export async function keepUnmade(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
  files: SourceFiles,
  now: number,
): Promise<void> {
  await write(blobs, unmadeKey(organizationId, uid), files);
  for (const key of await blobs.list(unmadeKey(organizationId, ''))) {
    if (timeOfId(unmadeOf(key)) < now - UNMADE_KEPT_MS) await blobs.remove(key);
  }
}

/** undefined: they are there no more. */
export async function loadUnmade(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
  digest: string,
): Promise<SourceFiles | undefined> {
  return read(blobs, unmadeKey(organizationId, uid), digest);
}

function write(blobs: BlobStore, key: string, files: SourceFiles): Promise<void> {
  return blobs.put(key, Buffer.from(JSON.stringify(files)));
}

async function read(
  blobs: BlobStore,
  key: string,
  digest: string,
): Promise<SourceFiles | undefined> {
  const content = await blobs.get(key);
  if (content === undefined) return undefined;
  const files = filesSchema.parse(JSON.parse(content.toString()));
  if (sourceDigest(files) !== digest) throw new Error(`the source ${digest} was changed`);
  return files;
}
