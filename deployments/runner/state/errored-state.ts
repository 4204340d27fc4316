/**
 * Rescues the states that engines could not store. An engine that cannot write its state writes it to a file
 * errored.tfstate in the module's directory. The worker stores it as soon as it can. If that fails until the
 * end of the operation, the file moves out of the run's directory, which is removed, to
 *
 *   runs/{uid of the deployment}.{operationId}.unstored.tfstate
 *
 * and the next operation of the deployment on this machine stores it.
 */
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { storeState } from '../../state/store-state.ts';
import type { LockOwner, StateStore } from '../../storage/state-store.ts';
import { compareStates } from '../../storage/state.ts';
import type { RunDirectory } from '../run-directory.ts';
import { readRunFile } from '../run-files.ts';
import type { Session } from '../session.ts';

const ERRORED = 'errored.tfstate';
const UNSTORED = '.unstored.tfstate';

/** The file of a state that was not stored. No link below `root` is followed. */
interface ErroredState {
  root: string;
  file: string;
}

export function erroredStateIn({ root, module }: Pick<RunDirectory, 'root' | 'module'>) {
  return { root, file: path.join(module, ERRORED) } satisfies ErroredState;
}

/** The states that earlier operations of a deployment have left, the oldest first. */
export async function unstoredStates(runsRoot: string, uid: string): Promise<ErroredState[]> {
  const names = await readdir(runsRoot).catch((): string[] => []);
  return names
    .filter((name) => name.startsWith(`${uid}.`) && name.endsWith(UNSTORED))
    .toSorted()
    .map((name) => ({ root: runsRoot, file: path.join(runsRoot, name) }));
}

/** Moves the errored state out of a run directory that is about to be removed. */
export async function keepErroredState(
  directory: Pick<RunDirectory, 'root' | 'module'>,
  { runsRoot, uid, operationId }: { runsRoot: string; uid: string; operationId: string },
): Promise<void> {
  const { root, file } = erroredStateIn(directory);
  if ((await readRunFile(root, file)) === undefined) return;
  await rename(file, path.join(runsRoot, `${uid}.${operationId}${UNSTORED}`));
}

/**
 * Stores an errored state if it is later than the stored one, and removes its file. Leaves the file alone if it
 * is damaged, or belongs to another lineage: then only a person can tell what to do with it.
 *
 * @throws EngineError if the state cannot be stored
 */
export async function restoreErroredState(
  store: StateStore,
  owner: LockOwner,
  { root, file }: ErroredState,
): Promise<void> {
  const errored = await readRunFile(root, file);
  if (errored === undefined) return;
  switch (compareStates(errored, await store.read())) {
    case 'unknown':
      return;
    case 'later':
      await storeState(store, owner, errored);
      break;
    case 'earlier':
  }
  await rm(file, { force: true });
}

/**
 * Writes the errored states of this and of earlier operations to the module's own backend. Throws EngineError if
 * the backend fails.
 *
 * @param how `open` returns a session that may write to the backend
 */
export async function pushErroredStates(
  directory: Pick<RunDirectory, 'root' | 'module'>,
  { runsRoot, uid }: { runsRoot: string; uid: string },
  how: { open(): Promise<Session>; signal: AbortSignal },
): Promise<void> {
  await pushErroredState(directory, how);
  for (const { file } of await unstoredStates(runsRoot, uid)) {
    await rename(file, erroredStateIn(directory).file);
    await pushErroredState(directory, how);
  }
}

async function pushErroredState(
  directory: Pick<RunDirectory, 'root' | 'module'>,
  { open, signal }: { open(): Promise<Session>; signal: AbortSignal },
): Promise<void> {
  const { root, file } = erroredStateIn(directory);
  if ((await readRunFile(root, file)) === undefined) return;
  const session = await open();
  const pushed = await session.run({ args: ['state', 'push', ERRORED], state: true, signal });
  // The engine refuses a state that is not later than the one in the backend.
  const isObsolete = /serial|lineage/i.test(pushed.exit.detail);
  if (pushed.exit.code !== 0 && !isObsolete) throw session.errorOf(pushed);
  await rm(file, { force: true });
}
