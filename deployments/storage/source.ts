/** The files of modules as blobs, addressed by their hash: a plan and its apply use the same files. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { timeOfId } from '../../contract/ids.ts';
import type { DeploymentJob } from '../job.ts';
import type { BlobStore } from './blob-store.ts';
import {
  deploymentKeys,
  idInKey,
  previewSources,
  retrySourceKey,
  retrySources,
  type DeploymentKeys,
} from './keys.ts';
import { keepSource } from './superseded.ts';

/**
 * How long the files of a deployment that was never created are kept. Its operation can be read, and thus
 * retried, for the same time.
 */
const RETRY_SOURCE_LIFETIME_MS = 30 * 24 * 60 * 60_000;
/** A preview takes less than an hour. Only one whose process died leaves its files behind. */
const PREVIEW_SOURCE_LIFETIME_MS = 2 * 60 * 60_000;

const filesSchema = z.record(z.string(), z.string());
/** The files of a module: text by path. */
export type SourceFiles = z.infer<typeof filesSchema>;

/** The SHA-256 hash of the files in hexadecimal. The order of the files does not matter. */
export function sourceDigest(files: SourceFiles): string {
  const ordered = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}

/** Stores the files and returns their digest. */
export async function storeSource(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'superseded' | 'sources' | 'plans' | 'source'>,
  files: SourceFiles,
): Promise<string> {
  const digest = sourceDigest(files);
  await keepSource(blobs, keys, keys.source(digest));
  await write(blobs, keys.source(digest), files);
  return digest;
}

/** Notes that a deployment's source is in an archive, so that the archive is kept. */
export async function storeArchiveUse(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'superseded' | 'archiveUse'>,
  digest: string,
): Promise<void> {
  const key = keys.archiveUse(digest);
  await keepSource(blobs, keys, key);
  await blobs.put(key, Buffer.alloc(0));
}

/** Loads the stored files. Throws when the blob is missing or does not match its digest. */
export async function loadSource(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'source'>,
  digest: string,
): Promise<SourceFiles> {
  const files = await read(blobs, keys.source(digest), digest);
  if (files === undefined) throw new Error(`the source ${digest} is not in the blob store`);
  return files;
}

/**
 * Stores the files for one preview, and removes expired ones. The caller must remove them after the preview.
 */
export async function storePreviewSource(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
  operationId: string,
  files: SourceFiles,
): Promise<void> {
  await write(blobs, deploymentKeys(organizationId, uid).previewSource(operationId), files);
  const oldest = timeOfId(operationId) - PREVIEW_SOURCE_LIFETIME_MS;
  await removeExpired(blobs, previewSources(organizationId), oldest);
}

/** The files that a job works on. */
export async function loadFiles(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'source' | 'previewSource'>,
  { operationId, sourceDigest: digest, preview }: DeploymentJob,
): Promise<SourceFiles> {
  const previewed = preview && (await read(blobs, keys.previewSource(operationId), digest));
  // The preview of a deletion uses the files of the deployment.
  return previewed ?? (await loadSource(blobs, keys, digest));
}

/** Keeps the files of a deployment that was never created for a retry, and removes expired ones. */
export async function storeRetrySource(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
  files: SourceFiles,
  now: number,
): Promise<void> {
  await write(blobs, retrySourceKey(organizationId, uid), files);
  await removeExpired(blobs, retrySources(organizationId), now - RETRY_SOURCE_LIFETIME_MS);
}

async function removeExpired(blobs: BlobStore, prefix: string, oldest: number): Promise<void> {
  for (const key of await blobs.list(prefix)) {
    if (timeOfId(idInKey(key)) < oldest) await blobs.remove(key);
  }
}

/** Returns the kept files; undefined if they have expired. */
export async function loadRetrySource(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
  digest: string,
): Promise<SourceFiles | undefined> {
  return read(blobs, retrySourceKey(organizationId, uid), digest);
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
  if (sourceDigest(files) !== digest) {
    throw new Error(`the source ${digest} in the blob store does not match its digest`);
  }
  return files;
}
