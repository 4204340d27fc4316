import { randomBytes } from 'node:crypto';
import { EngineError } from '../engine/error.ts';
import type { LockOwner, StateStore } from '../storage/state-store.ts';

/** Makes a state the current one, under the lock that an engine would take. Throws EngineError: `state_locked`. */
export async function storeState(
  store: StateStore,
  owner: LockOwner,
  state: Buffer,
): Promise<void> {
  const lockId = randomBytes(12).toString('hex');
  const lock = await store.lock(owner, lockId);
  if (!lock.locked) throw lockedBy(lock.holder);
  try {
    await store.write(lockId, state);
  } finally {
    await store.unlock(lockId);
  }
}

function lockedBy(holder: string): EngineError {
  return new EngineError({
    code: 'state_locked',
    message: `The state is locked by operation ${holder}. Wait until it has ended, then retry.`,
    errorType: 'conflict',
    retryable: true,
  });
}
