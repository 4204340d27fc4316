/**
 * Rescues the file errored.tfstate, to which an engine writes its state when it cannot write to the
 * backend.
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { LockOwner, StateStore } from '../storage/state-store.ts';
import { newerState } from '../storage/state.ts';
import type { RunDirectory } from './run-directory.ts';
import { readRunFile } from './run-files.ts';
import type { Session } from './session.ts';

const ERRORED = 'errored.tfstate';

/** Writes the errored state to the store if it is a later version than the stored state. */
export async function restoreErroredState(
  store: StateStore,
  owner: LockOwner,
  { root, module }: Pick<RunDirectory, 'root' | 'module'>,
): Promise<void> {
  const file = path.join(module, ERRORED);
  const errored = await readRunFile(root, file);
  if (errored === undefined || !newerState(errored, await store.read())) return;
  const lockId = randomBytes(12).toString('hex');
  const lock = await store.lock(owner, lockId);
  if (!lock.locked) return;
  await store.write(lockId, errored);
  await store.unlock(lockId);
  await rm(file, { force: true });
}

/**
 * Writes the errored state to the module's own backend. Throws EngineError if the backend fails.
 *
 * @param open returns a session that may write to the backend
 */
export async function pushErroredState(
  { root, module }: Pick<RunDirectory, 'root' | 'module'>,
  open: () => Promise<Session>,
  signal: AbortSignal,
): Promise<void> {
  const file = path.join(module, ERRORED);
  if ((await readRunFile(root, file)) === undefined) return;
  const session = await open();
  const pushed = await session.run({ args: ['state', 'push', ERRORED], state: true, signal });
  // The engine refuses a state that is not later than the one in the backend.
  const isObsolete = /serial|lineage/i.test(pushed.exit.detail);
  if (pushed.exit.code !== 0 && !isObsolete) throw session.errorOf(pushed);
  await rm(file, { force: true });
}
