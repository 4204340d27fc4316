/**
 * A deployment's state and its lock. The lock carries the id of the operation that took it. While that
 * operation's retry may find it left behind by a run that died, and replaces it, nobody else may: only
 * the operation's own attempts are known to be one after the other.
 */
import * as z from 'zod';
import type { BlobStore } from './blob-store.ts';
import type { DeploymentKeys } from './keys.ts';

/** More are of little use, and a state may be large. */
const KEPT_VERSIONS = 20;

const lockSchema = z.object({ operationId: z.string(), lockId: z.string() });
type StateLock = z.infer<typeof lockSchema>;

/** Who asks. `retryOf`: an operation that this one tries again counts as itself. */
export interface LockOwner {
  operationId: string;
  retryOf?: string;
}

export type LockAnswer = { locked: true } | { locked: false; holder: string };

export interface StateStore {
  read(): Promise<Buffer | undefined>;
  /**
   * Resolves to false, and writes nothing, without the lock. What was there before the first write under
   * a lock is kept as a version.
   */
  write(lockId: string, content: Buffer): Promise<boolean>;
  lock(owner: LockOwner, lockId: string): Promise<LockAnswer>;
  /** Resolves to false when this lock is not held. */
  unlock(lockId: string): Promise<boolean>;
  /** Takes away what an attempt of this operation has left; for when it is known to be dead. */
  breakLockOf(operationId: string): Promise<void>;
  holder(): Promise<string | undefined>;
}

export function createStateStore(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'state' | 'lock' | 'versions'>,
  now: () => number,
): StateStore {
  async function readLock(): Promise<StateLock | undefined> {
    const content = await blobs.get(keys.lock);
    return content && lockSchema.parse(JSON.parse(content.toString()));
  }

  /** The lock under which a version was kept already: one for each run, not for each of its writes. */
  let kept: string | undefined;

  async function keepVersion(lockId: string): Promise<void> {
    if (kept === lockId) return;
    kept = lockId;
    const before = await blobs.get(keys.state);
    if (before === undefined) return;
    await blobs.put(`${keys.versions}${String(now()).padStart(15, '0')}.json`, before);
    const versions = await blobs.list(keys.versions);
    for (const key of versions.slice(0, -KEPT_VERSIONS)) await blobs.remove(key);
  }

  return {
    read: () => blobs.get(keys.state),

    async write(lockId, content) {
      if ((await readLock())?.lockId !== lockId) return false;
      await keepVersion(lockId);
      await blobs.put(keys.state, content);
      return true;
    },

    async lock({ operationId, retryOf }, lockId) {
      const mine = Buffer.from(JSON.stringify({ operationId, lockId } satisfies StateLock));
      if (await blobs.putNew(keys.lock, mine)) return { locked: true };
      const holder = await readLock();
      if (holder !== undefined) {
        const dead = holder.operationId === operationId || holder.operationId === retryOf;
        if (!dead) return { locked: false, holder: holder.operationId };
        await blobs.remove(keys.lock);
      }
      if (await blobs.putNew(keys.lock, mine)) return { locked: true };
      return { locked: false, holder: (await readLock())?.operationId ?? 'another operation' };
    },

    async unlock(lockId) {
      if ((await readLock())?.lockId !== lockId) return false;
      await blobs.remove(keys.lock);
      return true;
    },

    async breakLockOf(operationId) {
      if ((await readLock())?.operationId === operationId) await blobs.remove(keys.lock);
    },

    async holder() {
      return (await readLock())?.operationId;
    },
  };
}
