/** What an engine leaves behind when it cannot write its state to its backend. */
import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from './session.ts';
import { newerState } from '../storage/state.ts';
import type { LockOwner, StateStore } from '../storage/state-store.ts';

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

/** The same with a backend that only the engine can speak to. */
export async function pushErrored(session: Session, signal: AbortSignal): Promise<void> {
  const file = path.join(session.directory.module, ERRORED);
  if ((await readFile(file).catch(() => undefined)) === undefined) return;
  const pushed = await session.run({ args: ['state', 'push', ERRORED], state: true, signal });
  // The engine itself refuses one that does not continue what is there.
  const isOld = /serial|lineage/i.test(pushed.exit.detail);
  if (pushed.exit.code !== 0 && !isOld) throw session.errorOf(pushed);
  await rm(file, { force: true });
}
