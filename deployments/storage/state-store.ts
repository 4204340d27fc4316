/**
 * A deployment's state and its lock. The lock contains the id of the operation that holds it. Attempts of
 * one operation never run at the same time, so an attempt may replace the lock that a dead attempt of the
 * same operation has left behind. Other operations may not.
 */
import * as z from 'zod';
import {
  noteWriter,
  storeVersionNote,
  timeOfVersion,
  versionNoteKey,
} from '../state/state-notes.ts';
import type { BlobStore } from './blob-store.ts';
import type { DeploymentKeys } from './keys.ts';

/** The number of old versions to keep. A state can be large, and old versions are rarely needed. */
const MAX_VERSIONS = 20;

const lockSchema = z.object({
  operationId: z.string(),
  lockId: z.string(),
  /** Absent in locks of earlier versions. */
  place: z.string().optional(),
  memberId: z.string().optional(),
  origin: z.string().optional(),
});
type StateLock = z.infer<typeof lockSchema>;

/** The operation that requests a lock. */
export interface LockOwner {
  operationId: string;
  /** The operation that this one retries. Its lock counts as this operation's own. */
  retryOf?: string;
  /** The machine and the directory in which the engine runs. */
  place?: string;
  /** The member who requested the operation. */
  memberId?: string;
  /** Where the state comes from that the operation brings. */
  origin?: string;
}

export type LockAnswer = { locked: true } | { locked: false; holder: string };

export interface StateStore {
  read(): Promise<Buffer | undefined>;
  /**
   * Writes the state. Returns false, and writes nothing, if this lock is not held. The first write under a
   * lock keeps the state before it as a version.
   */
  write(lockId: string, content: Buffer): Promise<boolean>;
  lock(owner: LockOwner, lockId: string): Promise<LockAnswer>;
  /** Releases the lock. Returns false if this lock is not held. */
  unlock(lockId: string): Promise<boolean>;
  /** Releases the lock if the operation holds it. Only for operations whose attempts have ended. */
  breakLockOf(operationId: string): Promise<void>;
  /** The id of the operation that holds the lock; undefined if the lock is free. */
  holder(): Promise<string | undefined>;
  /** Returns true if the operation holds the lock for an engine that runs in another place. */
  isHeldElsewhere(operationId: string, place: string): Promise<boolean>;
}

/** @param staged the key of a state that is read in place of the current one, while there is one */
export function createStateStore(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'state' | 'stateNote' | 'lock' | 'versions' | 'versionNotes'>,
  now: () => number,
  staged?: string,
): StateStore {
  async function readLock(): Promise<StateLock | undefined> {
    const content = await blobs.get(keys.lock);
    return content && lockSchema.parse(JSON.parse(content.toString()));
  }

  /** The lock whose first write has kept a version. There is one version for each run, not for each write. */
  let versionedLock: string | undefined;
  /** The lock whose first write has noted its operation. */
  let notedLock: string | undefined;

  async function keepVersion(lockId: string, before: Buffer | undefined): Promise<void> {
    if (versionedLock === lockId) return;
    versionedLock = lockId;
    if (before === undefined) return;
    const versions = await blobs.list(keys.versions);
    const [latest] = versions.slice(-1);
    // A run that died has kept the state, and has not replaced it.
    if (latest !== undefined && (await blobs.get(latest))?.equals(before)) return;
    // The clocks of two machines may differ, and the names must sort in the order of the versions.
    const after = latest === undefined ? 0 : timeOfVersion(latest, keys) + 1;
    const time = String(Math.max(now(), after)).padStart(15, '0');
    const key = `${keys.versions}${time}.json`;
    await blobs.put(key, before);
    await storeVersionNote(blobs, keys, key, before);
    for (const old of [...versions, key].slice(0, -MAX_VERSIONS)) {
      await blobs.remove(old);
      await blobs.remove(versionNoteKey(keys, old));
    }
  }

  /** Before the first write of a run: keeps the state, and notes who replaces it. */
  async function beginVersion({ lockId, operationId, memberId, origin }: StateLock): Promise<void> {
    if (notedLock === lockId) return;
    const before = await blobs.get(keys.state);
    await keepVersion(lockId, before);
    const kept = (await blobs.list(keys.versions)).length;
    await noteWriter(blobs, keys, before, {
      operationId,
      ...(memberId !== undefined && { memberId }),
      ...(origin !== undefined && { origin }),
      writtenAt: now(),
      kept: Math.max(0, kept - 1),
    });
    notedLock = lockId;
  }

  return {
    async read() {
      const content = staged === undefined ? undefined : await blobs.get(staged);
      return content ?? (await blobs.get(keys.state));
    },

    async write(lockId, content) {
      const held = await readLock();
      if (held?.lockId !== lockId) return false;
      await beginVersion(held);
      await blobs.put(keys.state, content);
      return true;
    },

    async lock({ operationId, retryOf, place, memberId, origin }, lockId) {
      const lock: StateLock = { operationId, lockId, place, memberId, origin };
      const mine = Buffer.from(JSON.stringify(lock));
      if (await blobs.putNew(keys.lock, mine)) return { locked: true };
      const holder = await readLock();
      if (holder !== undefined) {
        const isOwn = holder.operationId === operationId || holder.operationId === retryOf;
        if (!isOwn) return { locked: false, holder: holder.operationId };
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

    async isHeldElsewhere(operationId, place) {
      const lock = await readLock();
      return lock?.operationId === operationId && lock.place !== place;
    },
  };
}
