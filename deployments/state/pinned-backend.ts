/** The module's own backend, as it was noted before the first plan of the deployment. */
import * as z from 'zod';
import type { BlobStore } from '../storage/blob-store.ts';
import type { DeploymentKeys } from '../storage/keys.ts';

/** The type of a deployment's own backend, and a hash of its configuration. */
const pinnedSchema = z.object({ type: z.string(), config: z.string() });
type PinnedBackend = z.infer<typeof pinnedSchema>;

/** The own backend of a deployment; undefined if Slipway keeps its state. */
export async function pinnedBackend(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'backend'>,
): Promise<PinnedBackend | undefined> {
  const content = await blobs.get(keys.backend);
  return content && pinnedSchema.parse(JSON.parse(content.toString()));
}
