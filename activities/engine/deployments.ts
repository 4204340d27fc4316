/** The activities of deployments. Any attempt can fail. The next attempt resumes from the engine's state. */
import type { ProgressResource } from '../../contract/operations/operation.ts';
import {
  NO_DIAGNOSTICS,
  withDiagnostics,
  type DiagnosticList,
} from '../../contract/diagnostics/diagnostics.ts';
import type { PlanPreview } from '../../contract/temporal/engine.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { KeptState } from '../../deployments/deployment-store.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import type { Adoption } from '../../deployments/state/adopted-state.ts';
import type { ActivityDeps } from '../deps.ts';
import { operationState } from '../entities/workflow-state.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { applyPlan, type ApplyAnswer, type ApplyRequest } from './apply.ts';
import { noteAttempt } from './note-attempt.ts';
import { recordedAmong, refuseTooMany, shownAsPlanned } from './plan-nodes.ts';
import { runWithEngine } from './run-with-engine.ts';

/** The time that a canceled preview has for its cleanup. */
const PREVIEW_CLEANUP_MS = 30_000;
/** Messages name fewer. */
const MAX_UNSETTLED = 20;

export interface EngineRequest {
  subject: OperationSubject;
  job: DeploymentJob;
  destroy: boolean;
  /** With a plan: the addresses of resources that the state may have, although an apply has not reported their end. */
  unverified?: readonly string[];
}

/** What the engine has said. Absent in the answers of earlier versions. */
export interface EngineAnswer {
  diagnostics?: DiagnosticList;
}

export interface PlanAnswer extends EngineAnswer {
  resources: ProgressResource[];
  /** True if the plan has anything to apply. The outputs of a module can change without its resources. */
  changes: boolean;
  /** The names of the outputs that change. Absent in the answers of earlier versions. */
  outputs?: string[];
  /** Those of the request's `unverified` that the state has. */
  recorded?: string[];
  /** Only if the operation brings a state and has not adopted it yet. */
  adoption?: PlannedAdoption;
}

export interface PlannedAdoption {
  /** The addresses of the first objects that would no longer be managed. */
  orphaned: string[];
  /** How many these are. */
  count: number;
  /** The states are encrypted, so that they cannot be compared. */
  isUnknown: boolean;
}

export interface VerifyAnswer extends EngineAnswer {
  outputs: Record<string, string>;
  withheldOutputs: string[];
  /** The addresses of resources and the names of outputs that the module changes on every run. */
  unsettled?: string[];
}

export function deploymentActivities(deps: ActivityDeps) {
  const { client, deployer } = deps;

  /**
   * Releases the lock on the state if the operation that holds it has ended. Call it only in an operation
   * that has claimed the deployment.
   */
  async function releaseDeadLock(job: DeploymentJob, signal: AbortSignal): Promise<void> {
    const holder = await deployer.lockHolder(job);
    if (holder === undefined || holder === job.operationId) return;
    if ((await operationState(client, holder, job.uid)) === 'running') return;
    await deployer.releaseLockOf(job, holder, signal);
  }

  return {
    /** Initializes and validates the module. The workers of earlier versions answer nothing. */
    async validateModule({ subject, job }: EngineRequest): Promise<EngineAnswer | undefined> {
      return runWithEngine(deps, subject, async (signal, attempt) => {
        await noteAttempt(deployer, job, attempt);
        await releaseDeadLock(job, signal);
        return { diagnostics: await deployer.validate(job, signal) };
      });
    },

    /** Plans the module, and stores the plan for `applyPlan`. */
    async planModule(request: EngineRequest): Promise<PlanAnswer> {
      const { subject, job, destroy, unverified = [] } = request;
      return runWithEngine(deps, subject, async (signal, attempt) => {
        await noteAttempt(deployer, job, attempt);
        await releaseDeadLock(job, signal);
        const plan = await deployer.plan(job, { destroy }, signal);
        const { resources, changes, outputs, adoption, diagnostics } = plan;
        refuseTooMany(resources);
        await deployer.saveConfirmedPlan(job, plan);
        const recorded = recordedAmong(unverified, resources);
        return {
          resources: shownAsPlanned(subject, resources),
          changes,
          outputs,
          diagnostics,
          ...(recorded.length > 0 && { recorded }),
          ...(adoption && { adoption: namedAdoption(adoption) }),
        };
      });
    },

    /** Returns the changes that an operation would make. Stores nothing. */
    async previewModule({ subject, job, destroy }: EngineRequest): Promise<PlanPreview> {
      const preview: DeploymentJob = { ...job, preview: true };
      return runWithEngine(deps, subject, async (signal) => {
        try {
          const validated = destroy ? NO_DIAGNOSTICS : await deployer.validate(preview, signal);
          const plan = await deployer.plan(preview, { destroy }, signal);
          refuseTooMany(plan.resources);
          return {
            resources: shownAsPlanned(subject, plan.resources),
            outputs: plan.outputs,
            plan: plan.view,
            diagnostics: withDiagnostics(validated, plan.diagnostics),
          };
        } finally {
          await deployer.cleanUp(preview, AbortSignal.timeout(PREVIEW_CLEANUP_MS));
        }
      });
    },

    /** Makes the state that the operation brings the current one. */
    async adoptState({ job }: Pick<EngineRequest, 'job'>): Promise<void> {
      await withHeartbeat(() => deployer.adoptState(job));
    },

    /** Keeps the state of a deployment that is given up. Answers where it is. */
    async keepState({ job }: Pick<EngineRequest, 'job'>): Promise<KeptState> {
      return withHeartbeat(async (signal) => {
        await releaseDeadLock(job, signal);
        return deployer.keepState(job, signal);
      });
    },

    /** Applies the plan that `planModule` has stored. */
    async applyPlan(request: ApplyRequest): Promise<ApplyAnswer> {
      return applyPlan(deps, request);
    },

    /** Plans again and returns the module's outputs. */
    async verifyModule({ subject, job }: EngineRequest): Promise<VerifyAnswer> {
      return runWithEngine(deps, subject, async (signal, attempt) => {
        await noteAttempt(deployer, job, attempt);
        const { unsettled, diagnostics } = await deployer.verify(job, signal);
        const { values, withheld } = await deployer.outputs(job, signal);
        return {
          outputs: values,
          withheldOutputs: withheld,
          diagnostics,
          ...(unsettled.length > 0 && { unsettled: unsettled.slice(0, MAX_UNSETTLED) }),
        };
      });
    },

    /** Returns the number of resources in the state of a deployment. */
    async countResources({ subject, job }: Omit<EngineRequest, 'destroy'>): Promise<number> {
      return runWithEngine(deps, subject, async (signal) => {
        await releaseDeadLock(job, signal);
        return deployer.countResources(job, signal);
      });
    },

    /**
     * Removes the operation's files, its plan and its lock. With `deleted`, removes everything that is
     * stored of the deployment. With `neverCreated`, first keeps the module's files for a retry. With
     * `superseding`, removes what earlier operations have left and no operation can use any more.
     */
    async cleanUpDeployment(request: {
      job: DeploymentJob;
      deleted: boolean;
      neverCreated?: boolean;
      superseding?: boolean;
    }): Promise<void> {
      const { job, deleted, neverCreated, superseding } = request;
      await withHeartbeat(async (signal) => {
        await deployer.cleanUp(job, signal);
        if (neverCreated) await deployer.keepSourceForRetry(job);
        if (superseding) await deployer.removeSuperseded(job);
        if (deleted) await deployer.deleteAll(job);
      });
    },
  };
}

/** A history has the first addresses; the stored plan has all of them. */
function namedAdoption({ orphaned, isUnknown }: Adoption): PlannedAdoption {
  return { orphaned: orphaned.slice(0, MAX_UNSETTLED), count: orphaned.length, isUnknown };
}
