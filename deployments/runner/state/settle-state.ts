/** Makes the stored state of a deployment complete before an operation relies on it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pinnedBackend } from '../../state/pinned-backend.ts';
import type { DeploymentJob } from '../../job.ts';
import { deploymentKeys } from '../../storage/keys.ts';
import { createStateStore, type LockOwner, type StateStore } from '../../storage/state-store.ts';
import { awaitRunnerExit, existingRunDirectory, placeOf } from '../run-directory.ts';
import type { SessionSettings } from '../session.ts';
import { erroredStateIn, restoreErroredState, unstoredStates } from './errored-state.ts';

const POLL_MS = 200;

type Settings = Pick<SessionSettings, 'blobs' | 'runsRoot' | 'graceMs'>;

/**
 * Waits until no engine of the operation's earlier attempts can change the state, on this or another machine.
 * Then stores what engines could not store. A state in the module's own backend is left to the engine.
 *
 * @throws EngineError if a state cannot be stored, for example `storage_full`
 */
export async function settleState(
  settings: Settings,
  job: Pick<DeploymentJob, 'organizationId' | 'uid'> & LockOwner,
  signal: AbortSignal,
): Promise<void> {
  const { blobs, runsRoot, graceMs } = settings;
  const keys = deploymentKeys(job.organizationId, job.uid);
  const store = createStateStore(blobs, keys, Date.now);
  const directory = await existingRunDirectory(runsRoot, job.operationId);
  await awaitRunnerExit(directory, { graceMs: graceMs * 2, signal });
  await awaitElsewhere(settings, store, { operationId: job.operationId, signal });
  if ((await pinnedBackend(blobs, keys)) !== undefined) return;
  const owner = lockOwnerOf(job, runsRoot);
  await restoreErroredState(store, owner, erroredStateIn(directory));
  for (const state of await unstoredStates(runsRoot, job.uid)) {
    await restoreErroredState(store, owner, state);
  }
}

/**
 * Waits for the engine of an operation that runs on another machine, whose worker has died. Its runner stops
 * it, and kills it after the grace period, so its lock is dead afterwards.
 */
async function awaitElsewhere(
  { runsRoot, graceMs }: Settings,
  store: StateStore,
  { operationId, signal }: { operationId: string; signal: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + graceMs;
  while (await store.isHeldElsewhere(operationId, placeOf(runsRoot))) {
    if (Date.now() >= deadline) {
      await store.breakLockOf(operationId);
      return;
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** A retry may take over the lock of the operation that it retries. */
export function lockOwnerOf(
  {
    operationId,
    retryOf,
    memberId,
  }: { operationId: string; retryOf?: string | undefined; memberId?: string | undefined },
  runsRoot: string,
): LockOwner {
  return {
    operationId,
    ...(retryOf !== undefined && { retryOf }),
    ...(memberId !== undefined && { memberId }),
    place: placeOf(runsRoot),
  };
}
