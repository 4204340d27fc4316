/**
 * The state of one run, guarded against a full disk. A run that changes resources first puts a reserve into the
 * blob store. When the disk is full, the reserve makes room for the state, and the engine is stopped before it
 * makes more.
 */
import { randomBytes } from 'node:crypto';
import { EngineError } from '../../engine/error.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { StateStore } from '../../storage/state-store.ts';
import type { EngineExit } from '../process/protocol.ts';

const MIN_RESERVE_BYTES = 1024 * 1024;

export interface GuardedStore extends StateStore {
  /** Why the state could not be stored at some time of the run; undefined if it always could. */
  fault(): EngineExit['stateFault'];
  /** Makes the reserve. Returns false if there is no room for it. */
  reserve(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * @param key the key of the reserve
 * @param onFault is called when the state cannot be stored, and the engine must stop
 */
export function guardStore(
  store: StateStore,
  { blobs, key, onFault }: { blobs: BlobStore; key: string; onFault(): void },
): GuardedStore {
  let fault: EngineExit['stateFault'];

  function note(error: unknown): void {
    fault ??= faultOf(error);
    onFault();
  }

  return {
    ...store,
    async lock(owner, lockId) {
      try {
        return await store.lock(owner, lockId);
      } catch (error) {
        note(error);
        throw error;
      }
    },
    async write(lockId, content) {
      try {
        return await store.write(lockId, content);
      } catch (error) {
        note(error);
        await blobs.remove(key);
        return await store.write(lockId, content);
      }
    },
    fault: () => fault,
    async reserve() {
      const state = await store.read();
      // While a state is written, the one before it and its version take space, too.
      const bytes = MIN_RESERVE_BYTES + 3 * (state?.length ?? 0);
      try {
        // Some file systems store zeros without space.
        await blobs.put(key, randomBytes(bytes));
        return true;
      } catch (error) {
        fault = faultOf(error);
        return false;
      }
    },
    release: () => blobs.remove(key),
  };
}

/** The public reason. The message of a foreign error may contain paths of the worker. */
function faultOf(error: unknown): NonNullable<EngineExit['stateFault']> {
  if (error instanceof EngineError) {
    const { code, message } = error.details;
    return { code, message };
  }
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return { code: 'state_not_stored', message: `The blob store cannot store the state${code}.` };
}
