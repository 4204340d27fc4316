/** What is kept of deployments between the runs of an engine. Each step can be repeated. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../engine/error.ts';
import type { DeploymentJob } from '../job.ts';
import { parseJson } from '../engine/json.ts';
import { deploymentKeys } from './keys.ts';
import { plannedSchema, type PlannedResource } from '../engine/plan.ts';
import { awaitQuiet, runDirectory } from '../runner/run-directory.ts';
import { salvageState } from '../runner/salvage.ts';
import { closeSession, type SessionSettings } from '../runner/session.ts';
import { keepUnmade, loadSource } from './source.ts';
import { createStateStore } from './state-store.ts';

const POLL_MS = 200;

type Place = Pick<DeploymentJob, 'organizationId' | 'uid'>;

export interface DeploymentStore {
  /** Keeps what a plan was shown to do, which is all that may be done under it. */
  keepPlanned(job: DeploymentJob, resources: readonly PlannedResource[]): Promise<void>;
  /** Throws `plan_lost`. */
  planned(job: DeploymentJob): Promise<PlannedResource[]>;
  /** The operation that has the state locked. */
  holder(place: Place): Promise<string | undefined>;
  /**
   * Takes the state from an operation that has ended: what still runs of it here or elsewhere is given
   * its time to end in order, and to write what it knows; then its lock is taken away.
   */
  relieve(place: Place, operationId: string, signal: AbortSignal): Promise<void>;
  /** Takes away what the operation has left on this machine, its plan, and its lock if it died with it. */
  tidy(job: Place & Pick<DeploymentJob, 'operationId'>, signal: AbortSignal): Promise<void>;
  /** Keeps the files of a deployment of which nothing was made, for a retry. */
  keepUnmade(job: Place & Pick<DeploymentJob, 'sourceDigest'>): Promise<void>;
  /** Takes away everything that is kept of a deployment. */
  forget(place: Place): Promise<void>;
}

export function createDeploymentStore(
  settings: Pick<SessionSettings, 'blobs' | 'runsRoot' | 'graceMs'>,
): DeploymentStore {
  const { blobs } = settings;
  const keysOf = ({ organizationId, uid }: Place) => deploymentKeys(organizationId, uid);
  const stateOf = (place: Place) => createStateStore(blobs, keysOf(place), Date.now);

  return {
    keepPlanned: (job, resources) =>
      blobs.put(keysOf(job).planned(job.operationId), Buffer.from(JSON.stringify(resources))),

    async planned(job) {
      const content = await blobs.get(keysOf(job).planned(job.operationId));
      if (content === undefined) throw planLost();
      return plannedSchema.parse(parseJson(content.toString()));
    },

    holder: (place) => stateOf(place).holder(),

    async relieve(place, operationId, signal) {
      const state = stateOf(place);
      const directory = runDirectory(settings.runsRoot, operationId);
      const giveUpAt = Date.now() + settings.graceMs;
      await awaitQuiet(directory, { graceMs: settings.graceMs, signal });
      while ((await state.holder()) === operationId && Date.now() < giveUpAt) {
        await sleep(POLL_MS, undefined, { signal });
      }
      await salvageState(state, { operationId }, directory.module);
      await state.breakLockOf(operationId);
      await closeSession(settings, operationId, signal);
    },

    async tidy(job, signal) {
      await closeSession(settings, job.operationId, signal);
      const keys = keysOf(job);
      await stateOf(job).breakLockOf(job.operationId);
      await blobs.remove(keys.plan(job.operationId));
      await blobs.remove(keys.planned(job.operationId));
      await blobs.remove(keys.providerLock(job.operationId));
      await blobs.remove(keys.rehearsal(job.operationId));
    },

    async keepUnmade(job) {
      // Of an attempt that died after it had forgotten all, they are kept already.
      if ((await blobs.get(keysOf(job).source(job.sourceDigest))) === undefined) return;
      const files = await loadSource(blobs, keysOf(job), job.sourceDigest);
      await keepUnmade(blobs, job, files, Date.now());
    },

    async forget(place) {
      for (const key of await blobs.list(keysOf(place).all)) await blobs.remove(key);
    },
  };
}

export function planLost(): EngineError {
  return new EngineError({
    code: 'plan_lost',
    message: 'The plan that was to be applied is not there any more.',
    errorType: 'internal',
    retryable: false,
  });
}
