/** The activities of deployments. Each attempt can end anywhere; the next goes on from the state. */
import { Context } from '@temporalio/activity';
import type { OperationSubject } from '../../contract/durable.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import {
  changedIn,
  nodesOf,
  notConverged,
  refuseMore,
  refuseTooMany,
  shownAsPlanned,
} from './plan-nodes.ts';
import { createEngineProgress } from './progress.ts';
import { withHeartbeat, checkpointOf, signalProgress, runWithEngine } from './run-with-engine.ts';
import type { ActivityDeps } from '../index.ts';
import { resourceActivities } from '../entities/records.ts';

/** A preview that is canceled still takes away what it has left. */
const TIDY_MS = 30_000;

export interface EngineRequest {
  subject: OperationSubject;
  job: DeploymentJob;
  destroy: boolean;
}

export interface PlanAnswer {
  resources: ProgressResource[];
  /** Whether there is anything to apply. */
  changes: boolean;
}

export function deploymentActivities(deps: ActivityDeps) {
  const { deployer } = deps;
  const { operationState } = resourceActivities(deps);

  /**
   * For an operation that has the deployment's claim: another one that has the state locked and has
   * ended loses it.
   */
  async function relieveDead(job: DeploymentJob, signal: AbortSignal): Promise<void> {
    const holder = await deployer.holder(job);
    if (holder === undefined || holder === job.operationId) return;
    if ((await operationState(holder, job.uid)) === 'running') return;
    await deployer.relieve(job, holder, signal);
  }

  return {
    async validateModule({ subject, job }: EngineRequest): Promise<void> {
      await runWithEngine(deps, subject, async (signal) => {
        await relieveDead(job, signal);
        await deployer.check(job, signal);
      });
    },

    async planModule({ subject, job, destroy }: EngineRequest): Promise<PlanAnswer> {
      return runWithEngine(deps, subject, async (signal) => {
        await relieveDead(job, signal);
        const { resources, changes } = await deployer.plan(job, { destroy }, signal);
        refuseTooMany(resources);
        await deployer.keepPlanned(job, resources);
        return { resources: shownAsPlanned(subject, resources), changes };
      });
    },

    /** What an operation would do; leaves nothing behind. */
    async previewModule({ subject, job, destroy }: EngineRequest): Promise<ProgressResource[]> {
      const rehearsal: DeploymentJob = { ...job, rehearsal: true };
      return runWithEngine(deps, subject, async (signal) => {
        try {
          if (!destroy) await deployer.check(rehearsal, signal);
          const { resources } = await deployer.plan(rehearsal, { destroy }, signal);
          refuseTooMany(resources);
          return shownAsPlanned(subject, resources);
        } finally {
          await deployer.tidy(rehearsal, AbortSignal.timeout(TIDY_MS));
        }
      });
    },

    /**
     * Applies the plan; after an attempt that died, what is left of it. Answers the addresses of what
     * that attempt may have made without recording it.
     */
    async applyPlan({
      subject,
      job,
      destroy,
      showAs,
    }: EngineRequest & { showAs?: 'delete' }): Promise<{ uncertain: string[] }> {
      const { info } = Context.current();
      const before = checkpointOf(info.heartbeatDetails);
      const confirmed = await deployer.planned(job);
      const progress = createEngineProgress({
        nodes: nodesOf(subject, confirmed),
        ...(showAs && { shownAs: showAs }),
        sent: before.sent,
        send: (changes) => signalProgress(deps, job.operationId, changes),
      });
      const doubtful = new Set(before.running);
      const apply = async (signal: AbortSignal): Promise<void> => {
        if (info.attempt > 1) {
          const left = await deployer.plan(job, { destroy }, signal);
          refuseMore(confirmed, left.resources);
          const todo = changedIn(left.resources);
          progress.noteDone(
            [...changedIn(confirmed).keys()].filter((address) => !todo.has(address)),
          );
          for (const address of doubtful) {
            if (todo.get(address) !== 'create') doubtful.delete(address);
          }
          if (!left.changes) return;
        }
        await deployer.apply(job, (event) => progress.note(event), signal);
      };
      try {
        await runWithEngine(deps, subject, apply, () => ({
          sent: progress.sent(),
          running: [...new Set([...progress.running(), ...doubtful])],
        }));
      } finally {
        await progress.close();
      }
      return { uncertain: [...doubtful] };
    },

    /** Throws `not_converged` when the module, planned again, still has something to do. */
    async verifyModule({ subject, job }: EngineRequest): Promise<{
      outputs: Record<string, string>;
      withheldOutputs: string[];
    }> {
      return runWithEngine(deps, subject, async (signal) => {
        const [first, ...more] = await deployer.verify(job, signal);
        if (first !== undefined) throw notConverged(first, more.length);
        const { values, withheld } = await deployer.outputs(job, signal);
        return { outputs: values, withheldOutputs: withheld };
      });
    },

    /** How many objects the state of a deployment records. */
    async countResources({ subject, job }: Omit<EngineRequest, 'destroy'>): Promise<number> {
      return runWithEngine(deps, subject, async (signal) => {
        await relieveDead(job, signal);
        return deployer.recorded(job, signal);
      });
    },

    /**
     * Takes away what the operation has left behind it, and of a deployment that is gone everything; of
     * one of which nothing was made the files are kept apart, for a retry.
     */
    async cleanUpDeployment(request: {
      job: DeploymentJob;
      deleted: boolean;
      neverCreated?: boolean;
    }): Promise<void> {
      const { job, deleted, neverCreated } = request;
      await withHeartbeat(async (signal) => {
        await deployer.tidy(job, signal);
        if (neverCreated) await deployer.keepUnmade(job);
        if (deleted) await deployer.forget(job);
      });
    },
  };
}
