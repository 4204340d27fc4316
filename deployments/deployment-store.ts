/** The stored data of a deployment between two runs of the engine. Every method can be repeated. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from './engine/error.ts';
import { parseJson } from './engine/json.ts';
import { patternsOf, type ConfirmedPlan } from './plan/plan-differences.ts';
import { plannedSchema } from './plan/plan.ts';
import { valuePatternsSchema } from './plan/planned-values.ts';
import type { DeploymentJob } from './job.ts';
import type { Planned } from './plan/plan-module.ts';
import { restoreErroredState } from './runner/errored-state.ts';
import { closeSession } from './runner/open-session.ts';
import { awaitRunnerExit, existingRunDirectory } from './runner/run-directory.ts';
import type { SessionSettings } from './runner/session.ts';
import { deploymentKeys, reservationNoteKey } from './storage/keys.ts';
import { storePlanView } from './storage/plan-views.ts';
import { loadSource, storeRetrySource } from './storage/source.ts';
import { createStateStore } from './storage/state-store.ts';
import { removeSuperseded } from './storage/superseded.ts';

const POLL_MS = 200;

type DeploymentRef = Pick<DeploymentJob, 'organizationId' | 'uid'>;

export interface DeploymentStore {
  /**
   * Stores what a plan does, which the client reads and confirms. Later plans of the operation are compared
   * with it.
   */
  saveConfirmedPlan(
    job: DeploymentJob,
    plan: Pick<Planned, 'resources' | 'planned' | 'view'>,
  ): Promise<void>;
  /** Returns the plan that was stored. Throws `plan_lost` if there is none. */
  confirmedPlan(job: DeploymentJob): Promise<ConfirmedPlan>;
  /** The id of the operation that holds the lock on the state; undefined if it is free. */
  lockHolder(deployment: DeploymentRef): Promise<string | undefined>;
  /**
   * Releases the lock of an operation that has ended. First gives the engine of that operation, on this or
   * another machine, time to stop gracefully and to write its state.
   */
  releaseLockOf(deployment: DeploymentRef, operationId: string, signal: AbortSignal): Promise<void>;
  /** Removes the operation's files on this machine, its plan, and its lock if the operation still holds one. */
  cleanUp(
    job: DeploymentRef & Pick<DeploymentJob, 'operationId'>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Keeps the files of a deployment that was never created, so that its operation can be retried. */
  keepSourceForRetry(job: DeploymentRef & Pick<DeploymentJob, 'sourceDigest'>): Promise<void>;
  /**
   * Removes the plans and sources that no operation can use any more. Only for an operation that is about to
   * change the record of the deployment, which it has claimed.
   */
  removeSuperseded(
    job: DeploymentRef & Pick<DeploymentJob, 'sourceDigest' | 'archive'>,
  ): Promise<void>;
  /** Removes everything that is stored of a deployment, except what `keepSourceForRetry` keeps. */
  deleteAll(deployment: DeploymentRef): Promise<void>;
}

export function createDeploymentStore(
  settings: Pick<SessionSettings, 'blobs' | 'runsRoot' | 'graceMs'>,
): DeploymentStore {
  const { blobs } = settings;
  const keysOf = ({ organizationId, uid }: DeploymentRef) => deploymentKeys(organizationId, uid);
  const stateOf = (deployment: DeploymentRef) =>
    createStateStore(blobs, keysOf(deployment), Date.now);

  return {
    async saveConfirmedPlan(job, plan) {
      const keys = keysOf(job);
      const put = (key: string, content: object) =>
        blobs.put(key, Buffer.from(JSON.stringify(content)));
      await put(keys.plannedValues(job.operationId), patternsOf(plan, job.replace));
      await put(keys.plannedResources(job.operationId), plan.resources);
      await storePlanView(blobs, keys, job.operationId, plan.view);
    },

    async confirmedPlan(job) {
      const keys = keysOf(job);
      const resources = await blobs.get(keys.plannedResources(job.operationId));
      if (resources === undefined) throw planLost();
      const values = await blobs.get(keys.plannedValues(job.operationId));
      return {
        resources: plannedSchema.parse(parseJson(resources.toString())),
        ...(values && { values: valuePatternsSchema.parse(parseJson(values.toString())) }),
      };
    },

    lockHolder: (deployment) => stateOf(deployment).holder(),

    async releaseLockOf(deployment, operationId, signal) {
      const state = stateOf(deployment);
      const directory = await existingRunDirectory(settings.runsRoot, operationId);
      const deadline = Date.now() + settings.graceMs;
      await awaitRunnerExit(directory, { graceMs: settings.graceMs, signal });
      while ((await state.holder()) === operationId && Date.now() < deadline) {
        await sleep(POLL_MS, undefined, { signal });
      }
      await restoreErroredState(state, { operationId }, directory);
      await state.breakLockOf(operationId);
      await closeSession(settings, operationId, signal);
    },

    async cleanUp(job, signal) {
      await closeSession(settings, job.operationId, signal);
      const keys = keysOf(job);
      await stateOf(job).breakLockOf(job.operationId);
      await blobs.remove(keys.plan(job.operationId));
      await blobs.remove(keys.plannedResources(job.operationId));
      await blobs.remove(keys.plannedValues(job.operationId));
      await blobs.remove(keys.providerLock(job.operationId));
      await blobs.remove(keys.previewSource(job.operationId));
    },

    async keepSourceForRetry(job) {
      // If the files are missing, an earlier attempt called `deleteAll` after it had kept them.
      if ((await blobs.get(keysOf(job).source(job.sourceDigest))) === undefined) return;
      const files = await loadSource(blobs, keysOf(job), job.sourceDigest);
      await storeRetrySource(blobs, job, files, Date.now());
    },

    removeSuperseded(job) {
      const { source, archiveUse } = keysOf(job);
      const archive = job.archive === undefined ? [] : [archiveUse(job.archive)];
      return removeSuperseded(blobs, keysOf(job), [source(job.sourceDigest), ...archive]);
    },

    async deleteAll(deployment) {
      for (const key of await blobs.list(keysOf(deployment).all)) await blobs.remove(key);
      await blobs.remove(reservationNoteKey(deployment.organizationId, deployment.uid));
    },
  };
}

export function planLost(): EngineError {
  return new EngineError({
    code: 'plan_lost',
    message: 'The plan is no longer in the blob store. Apply again to get a new plan.',
    errorType: 'internal',
    retryable: false,
  });
}
