/** The random key with which a deployment masks secrets in addresses: alike in every run, unknown to clients. */
import { randomBytes } from 'node:crypto';
import type { DeploymentJob } from '../job.ts';
import type { BlobStore } from './blob-store.ts';
import { deploymentKeys } from './keys.ts';

const LENGTH = 32;

/** Returns the key of the job's deployment, and makes one if it has none yet. A preview stores nothing. */
export async function maskKey(
  blobs: BlobStore,
  { organizationId, uid, preview }: DeploymentJob,
): Promise<Buffer> {
  const { mask } = deploymentKeys(organizationId, uid);
  const stored = await blobs.get(mask);
  if (stored !== undefined) return stored;
  const made = randomBytes(LENGTH);
  if (preview || (await blobs.putNew(mask, made))) return made;
  return (await blobs.get(mask)) ?? made;
}
