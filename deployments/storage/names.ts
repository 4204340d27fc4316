/**
 * Which deployment has had a name. Beside their records in Temporal, only this tells that the state of an earlier
 * deployment of a name is still stored, with resources that nothing else knows.
 */
import type { DeploymentJob } from '../job.ts';
import type { BlobStore } from './blob-store.ts';
import { deploymentKeys, deploymentsOf, uidUnderName } from './keys.ts';

/** The note is removed with everything else of the deployment. */
export async function noteName(
  blobs: BlobStore,
  { organizationId, uid }: Pick<DeploymentJob, 'organizationId' | 'uid'>,
  name: string,
): Promise<void> {
  await blobs.put(deploymentKeys(organizationId, uid).name(name), Buffer.alloc(0));
}

/**
 * Returns the uid of a deployment that has had the name and whose state, or the place of whose state, is stored;
 * undefined if there is none.
 */
export async function storedUnderName(
  blobs: BlobStore,
  organizationId: string,
  name: string,
): Promise<string | undefined> {
  const stored = new Set(await blobs.list(deploymentsOf(organizationId)));
  return [...stored]
    .flatMap((key) => uidUnderName(organizationId, key, name) ?? [])
    .find((uid) => {
      const { state, backend } = deploymentKeys(organizationId, uid);
      return stored.has(state) || stored.has(backend);
    });
}
