/**
 * Remembers the order in which operations of a deployment have stored something, so that only the newest of it is
 * kept. The id of an operation does not tell its time: with an Idempotency-Key it is a hash.
 */
import * as z from 'zod';
import { parseJson } from './engine/json.ts';
import type { BlobStore } from './storage/blob-store.ts';

const orderSchema = z.array(z.string());

/**
 * Notes that this operation is the newest one. Returns the ids of the operations to keep, at most `max`. Operations
 * of one deployment run one after the other, so no two of them change the list at once.
 *
 * @param key of the list
 */
export async function keepNewest(
  blobs: BlobStore,
  key: string,
  operationId: string,
  max: number,
): Promise<ReadonlySet<string>> {
  const content = await blobs.get(key);
  const before = content === undefined ? [] : orderSchema.parse(parseJson(content.toString()));
  const kept = [...before.filter((id) => id !== operationId), operationId].slice(-max);
  await blobs.put(key, Buffer.from(JSON.stringify(kept)));
  return new Set(kept);
}
