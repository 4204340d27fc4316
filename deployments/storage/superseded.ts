/**
 * Removes what no operation on a deployment can use any more. A source is removed at the end of the second
 * operation that has superseded it: a preview, or a request that was accepted in the same moment as the first
 * one, may still read it.
 */
import * as z from 'zod';
import type { BlobStore } from './blob-store.ts';
import type { DeploymentKeys } from './keys.ts';

type Keys = Pick<DeploymentKeys, 'superseded' | 'sources' | 'plans'>;

/** The keys of sources. */
const supersededSchema = z.array(z.string());

async function readSuperseded(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'superseded'>,
): Promise<string[]> {
  const content = await blobs.get(keys.superseded);
  return content === undefined ? [] : supersededSchema.parse(JSON.parse(content.toString()));
}

function writeSuperseded(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'superseded'>,
  sources: string[],
): Promise<void> {
  return blobs.put(keys.superseded, Buffer.from(JSON.stringify(sources)));
}

/**
 * Removes the plans and the superseded sources of a deployment. Call it only in an operation that has claimed
 * the deployment and is about to change its record, so that no other operation has a plan, and none before it
 * can be retried.
 *
 * @param current the keys of what the record names from now on: its source, and the use of its archive
 */
export async function removeSuperseded(
  blobs: BlobStore,
  keys: Keys,
  current: readonly string[],
): Promise<void> {
  for (const key of await blobs.list(keys.plans)) await blobs.remove(key);
  const before = new Set(await readSuperseded(blobs, keys));
  const superseded = (await blobs.list(keys.sources)).filter((key) => !current.includes(key));
  const remaining = superseded.filter((key) => !before.has(key));
  // First the list: a source that is stored again takes itself off the list.
  await writeSuperseded(blobs, keys, remaining);
  for (const key of superseded) if (before.has(key)) await blobs.remove(key);
}

/** Takes a source that is stored again off the list. Call it before the source is stored. */
export async function keepSource(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'superseded'>,
  kept: string,
): Promise<void> {
  const superseded = await readSuperseded(blobs, keys);
  const others = superseded.filter((key) => key !== kept);
  if (others.length < superseded.length) await writeSuperseded(blobs, keys, others);
}
