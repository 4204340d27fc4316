/** The stored data of a deployment between two runs of the engine. Every method can be repeated. */
import { rm } from 'node:fs/promises';
import { EngineError } from './engine/error.ts';
import { parseJson } from './engine/json.ts';
import { patternsOf, type ConfirmedPlan } from './plan/plan-differences.ts';
import { expireLogs, openLog } from './log/operation-logs.ts';
import { plannedSchema } from './plan/plan.ts';
import { valuePatternsSchema } from './plan/planned-values.ts';
import type { DeploymentJob } from './job.ts';
import type { Planned } from './plan/plan-module.ts';
import { closeSession } from './runner/open-session.ts';
import type { SessionSettings } from './runner/session.ts';
import { unstoredStates } from './runner/state/errored-state.ts';
import { placeOf } from './runner/run-directory.ts';
import { settleState } from './runner/state/settle-state.ts';
import { adoptState } from './state/adopted-state.ts';
import { pinnedBackend } from './state/pinned-backend.ts';
import { storeStateFile } from './state/state-uploads.ts';
import { deploymentKeys, reservationNoteKey } from './storage/keys.ts';
import { storePlanView } from './storage/plan-views.ts';
import { loadSource, storeRetrySource } from './storage/source.ts';
import { createStateStore } from './storage/state-store.ts';
import { removeSuperseded } from './storage/superseded.ts';

type DeploymentRef = Pick<DeploymentJob, 'organizationId' | 'uid'>;

/** Where the state of a deployment is that is given up. Empty if it never had one. */
export interface KeptState {
  /** The digest of the state file. */
  file?: string;
  /** How many objects it manages; absent if that is unknown. */
  resources?: number;
  /** The type of the module's own backend, which has the state. */
  backend?: string;
}

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
    job: DeploymentRef & Pick<DeploymentJob, 'operationId' | 'preview'>,
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
  /** Makes the state that the operation brings the current one. Does nothing if it is that already. */
  adoptState(job: DeploymentJob): Promise<void>;
  /**
   * Stores the state of a deployment that is given up among the state files of its organization. First settles what
   * engines have not stored.
   */
  keepState(job: DeploymentJob, signal: AbortSignal): Promise<KeptState>;
  /**
   * Removes everything that is stored of a deployment, except what `keepSourceForRetry` keeps, and the logs of its
   * operations, which are kept for 30 days.
   */
  deleteAll(deployment: DeploymentRef): Promise<void>;
  /** Writes into the log that another attempt of a step begins. */
  noteAttempt(
    job: DeploymentRef & Pick<DeploymentJob, 'operationId' | 'preview'>,
    step: string,
    attempt: number,
  ): Promise<void>;
}

export function createDeploymentStore(
  settings: Pick<SessionSettings, 'blobs' | 'runsRoot' | 'runners' | 'graceMs' | 'maxLogBytes'>,
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
      await settleState(settings, { ...deployment, operationId }, signal);
      await stateOf(deployment).breakLockOf(operationId);
      await closeSession(settings, { ...deployment, operationId }, signal);
    },

    async cleanUp(job, signal) {
      const keys = keysOf(job);
      const state = stateOf(job);
      if (!job.preview) await settleState(settings, job, signal).catch(passEngineError);
      await closeSession(settings, job, signal);
      await state.breakLockOf(job.operationId);
      await blobs.remove(keys.plan(job.operationId));
      await blobs.remove(keys.stagedState(job.operationId));
      await blobs.remove(keys.plannedResources(job.operationId));
      await blobs.remove(keys.plannedValues(job.operationId));
      await blobs.remove(keys.providerLock(job.operationId));
      await blobs.remove(keys.previewSource(job.operationId));
    },

    async keepSourceForRetry(job) {
      // If the files are missing, an earlier attempt called `deleteAll` after it had kept them.
      if ((await blobs.get(keysOf(job).source(job.sourceDigest))) === undefined) return;
      const files = await loadSource(blobs, keysOf(job), job.sourceDigest);
      await storeRetrySource(blobs, job, files, Date.now()).catch(passEngineError);
    },

    removeSuperseded(job) {
      const { source, archiveUse } = keysOf(job);
      const archive = job.archive === undefined ? [] : [archiveUse(job.archive)];
      const kept = [source(job.sourceDigest), ...archive];
      return removeSuperseded(blobs, keysOf(job), kept).catch(passEngineError);
    },

    adoptState: (job) => adoptState(blobs, job, placeOf(settings.runsRoot)),

    async keepState(job, signal) {
      await settleState(settings, job, signal);
      const backend = await pinnedBackend(blobs, keysOf(job));
      if (backend !== undefined) return { backend: backend.type };
      const state = await blobs.get(keysOf(job).state);
      if (state === undefined) return { resources: 0 };
      const kept = await storeStateFile(blobs, job.organizationId, state, Date.now());
      const { sha256: file, resources } = kept;
      return { file, ...(resources !== undefined && { resources }) };
    },

    async deleteAll(deployment) {
      for (const key of await blobs.list(keysOf(deployment).all)) await blobs.remove(key);
      for (const { file } of await unstoredStates(settings.runsRoot, deployment.uid))
        await rm(file);
      await blobs.remove(reservationNoteKey(deployment.organizationId, deployment.uid));
      await expireLogs(blobs, deployment, Date.now()).catch(passEngineError);
    },

    async noteAttempt(job, step, attempt) {
      if (job.preview) return;
      const log = openLog(settings, job);
      log.push({
        at: new Date().toISOString(),
        phase: 'attempt',
        level: 'warn',
        message: `Attempt ${attempt} of ${step} begins, because the one before did not end it`,
      });
      await log.close();
    },
  };
}

/**
 * A full disk does not keep an operation from its end. closeSession keeps a state that cannot be stored now. A
 * retry without its source says so, and a later operation removes what this one cannot.
 */
function passEngineError(error: unknown): void {
  if (!(error instanceof EngineError)) throw error;
}

export function planLost(): EngineError {
  return new EngineError({
    code: 'plan_lost',
    message: 'The plan is no longer in the blob store. Apply again to get a new plan.',
    errorType: 'internal',
    retryable: false,
  });
}
