import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { newerState } from './state.ts';
import type { LockOwner, StateStore } from './state-store.ts';

/** Where the engine leaves a state that it could not write to its backend. */
const ERRORED = 'errored.tfstate';

/** Puts that state where it belongs, if it continues what is there. */
export async function salvageState(
  store: StateStore,
  owner: LockOwner,
  module: string,
): Promise<void> {
  const file = path.join(module, ERRORED);
  const errored = await readFile(file).catch(() => undefined);
  if (errored === undefined || !newerState(errored, await store.read())) return;
  const lockId = randomBytes(12).toString('hex');
  const lock = await store.lock(owner, lockId);
  if (!lock.locked) return;
  await store.write(lockId, errored);
  await store.unlock(lockId);
  await rm(file, { force: true });
}
