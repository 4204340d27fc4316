/** A module's files as a blob: named by their content, so that a plan and its apply mean the same. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { BlobStore } from './blob-store.ts';
import type { DeploymentKeys } from './keys.ts';

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
  await blobs.put(keys.source(digest), Buffer.from(JSON.stringify(files)));
  return digest;
}

/** Throws when the blob is not there, or is not what its name says. */
export async function loadSource(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'source'>,
  digest: string,
): Promise<SourceFiles> {
  const content = await blobs.get(keys.source(digest));
  if (content === undefined) throw new Error(`the source ${digest} is not in the blob store`);
  const files = filesSchema.parse(JSON.parse(content.toString()));
  if (sourceDigest(files) !== digest) throw new Error(`the source ${digest} was changed`);
  return files;
}
