/** The activities of deployments. Each attempt can end anywhere; the next goes on from the state. */
import { CancelledFailure, Context } from '@temporalio/activity';
import type { EngineChange, OperationSubject } from '../contract/durable.ts';
import { SIGNALS } from '../contract/durable.ts';
import { nodeUrn } from '../contract/ids.ts';
import type { ProgressResource } from '../contract/operation.ts';
import { EngineError } from '../deployments/engine-error.ts';
import type { DeploymentJob } from '../deployments/job.ts';
import { nameOf, type PlannedResource } from '../deployments/plan.ts';
import { createEngineProgress, type EngineNode } from './engine-progress.ts';
import { applicationFailure } from './failure.ts';
import type { ActivityDeps } from './index.ts';

const HEARTBEAT_MS = 1_000;
const SIGNAL_DEADLINE_MS = 5_000;
/** `progress.resources` has no more. */
const MOST_RESOURCES = 1_000;
/** What the next attempt of the same activity mends: it looks at what is there, and plans again. */
const MENDED: ReadonlySet<string> = new Set(['engine_died', 'plan_stale']);

export interface EngineRequest {
  about: OperationSubject;
  job: DeploymentJob;
  destroy: boolean;
}

export interface PlanAnswer {
  resources: ProgressResource[];
  /** Whether there is anything to apply. */
  changes: boolean;
}

/** What an attempt to apply leaves for the next one. */
interface Checkpoint {
  sent: number;
  running: string[];
}

export function deploymentActivities(deps: ActivityDeps) {
  const { deployer } = deps;

  return {
    async checkModule({ about, job }: EngineRequest): Promise<void> {
      await working(deps, about, (signal) => deployer.check(job, signal));
    },

    async planModule({ about, job, destroy }: EngineRequest): Promise<PlanAnswer> {
      const plan = await working(deps, about, async (signal) => {
        const found = await deployer.plan(job, { destroy }, signal);
        if (found.resources.length > MOST_RESOURCES) throw tooMany(found.resources.length);
        await deployer.keepPlanned(job, found.resources);
        return found;
      });
      const resources = nodesOf(about, plan.resources).map(({ urn, type, name, operation }) => ({
        urn,
        type,
        name,
        operation,
        status: operation === 'same' ? ('unchanged' as const) : ('pending' as const),
      }));
      return { resources, changes: plan.changes };
    },

    /**
     * Applies the plan; after an attempt that died, what is left of it. Answers the addresses of what
     * that attempt may have made without recording it.
     */
    async applyPlan({
      about,
      job,
      destroy,
      shownAs,
    }: EngineRequest & { shownAs?: 'delete' }): Promise<{ doubtful: string[] }> {
      const { info } = Context.current();
      const before = checkpointOf(info.heartbeatDetails);
      const confirmed = await deployer.planned(job);
      const progress = createEngineProgress({
        nodes: nodesOf(about, confirmed),
        ...(shownAs && { shownAs }),
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
        await working(deps, about, apply, () => ({
          sent: progress.sent(),
          running: [...new Set([...progress.running(), ...doubtful])],
        }));
      } finally {
        await progress.close();
      }
      return { doubtful: [...doubtful] };
    },

    /** Throws `not_converged` when the module, planned again, still has something to do. */
    async verifyModule({ about, job }: EngineRequest): Promise<{
      outputs: Record<string, string>;
      withheldOutputs: string[];
    }> {
      return working(deps, about, async (signal) => {
        const [first, ...more] = await deployer.verify(job, signal);
        if (first !== undefined) throw notConverged(first, more.length);
        const { values, withheld } = await deployer.outputs(job, signal);
        return { outputs: values, withheldOutputs: withheld };
      });
    },

    /** How many objects the state of a deployment records. */
    async recordedObjects({ about, job }: Omit<EngineRequest, 'destroy'>): Promise<number> {
      return working(deps, about, (signal) => deployer.recorded(job, signal));
    },

    /** Takes away what the operation has left behind it, and of a deployment that is gone everything. */
    async tidyDeployment({ job, gone }: { job: DeploymentJob; gone: boolean }): Promise<void> {
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        await deployer.tidy(job, context.cancellationSignal);
        if (gone) await deployer.forget(job);
      } finally {
        clearInterval(beat);
      }
    },
  };
}

/** Runs the engine with heartbeats, and turns what it throws into a failure for Temporal. */
async function working<T>(
  deps: ActivityDeps,
  about: OperationSubject,
  call: (signal: AbortSignal) => Promise<T>,
  checkpoint?: () => Checkpoint,
): Promise<T> {
  const context = Context.current();
  const heartbeat = () => context.heartbeat(checkpoint?.());
  heartbeat();
  const beat = setInterval(heartbeat, HEARTBEAT_MS);
  try {
    return await call(context.cancellationSignal);
  } catch (error) {
    if (context.cancellationSignal.aborted) throw interrupted(context.cancellationSignal.reason);
    if (!(error instanceof EngineError)) throw error;
    const { details, address } = error;
    deps.logger.warn({ code: details.code, address }, details.message);
    throw applicationFailure(
      { ...details, ...(address !== undefined && { urn: urnOf(about, address) }) },
      { final: !MENDED.has(details.code) },
    );
  } finally {
    heartbeat();
    clearInterval(beat);
  }
}

/** A cancel ends the activity; a worker that stops leaves it to another one. */
function interrupted(reason: unknown): unknown {
  if (reason instanceof CancelledFailure && reason.message === 'CANCELLED') return reason;
  return applicationFailure(
    {
      code: 'engine_interrupted',
      message: 'The worker stopped; the engine has ended in order and another worker goes on.',
      errorType: 'internal',
      retryable: true,
    },
    { final: false },
  );
}

/** The signal is a convenience: what it says is in the outcome too. */
async function signalProgress(
  { client, logger }: ActivityDeps,
  operationId: string,
  changes: EngineChange[],
): Promise<void> {
  try {
    await client.withDeadline(Date.now() + SIGNAL_DEADLINE_MS, () =>
      client.workflow.getHandle(operationId).signal(SIGNALS.progress, changes),
    );
  } catch (error) {
    logger.warn({ err: error }, 'progress could not be told');
  }
}

type NamedNode = EngineNode & { type: string; name: string };

function nodesOf(about: OperationSubject, resources: readonly PlannedResource[]): NamedNode[] {
  return resources.map((resource) => ({
    ...resource,
    urn: nodeUrn(about, resource.type, resource.name),
  }));
}

/** For an address of which no more is known than the engine's own word. */
function urnOf(about: OperationSubject, address: string): string {
  const path = address.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const { type, name } = nameOf(address, path.at(-2) ?? 'resource');
  return nodeUrn(about, type, name);
}

function changedIn(resources: readonly PlannedResource[]) {
  return new Map(
    resources
      .filter(({ operation }) => operation !== 'same' && operation !== 'read')
      .map(({ address, operation }) => [address, operation]),
  );
}

/** What was confirmed is all that may be done. */
function refuseMore(confirmed: readonly PlannedResource[], left: readonly PlannedResource[]): void {
  const allowed = changedIn(confirmed);
  const [more] = [...changedIn(left).keys()].filter((address) => !allowed.has(address));
  if (more === undefined) return;
  throw new EngineError(
    {
      code: 'plan_changed',
      message: `${more} has changed since the plan was made, and is not part of it. Apply again to see a new plan.`,
      errorType: 'conflict',
      retryable: true,
    },
    more,
  );
}

function notConverged(address: string, more: number): EngineError {
  const others = more === 0 ? '' : ` and ${more} more`;
  return new EngineError(
    {
      code: 'not_converged',
      message: `The plan was applied, but planned again there is still something to do: ${address}${others}.`,
      errorType: 'not_stabilized',
      retryable: true,
    },
    address,
  );
}

function tooMany(count: number): EngineError {
  return new EngineError({
    code: 'too_many_resources',
    message: `The module has ${count} resources, more than ${MOST_RESOURCES}. Split it.`,
    errorType: 'validation',
    retryable: false,
  });
}

function checkpointOf(left: unknown): Checkpoint {
  const checkpoint: Partial<Checkpoint> = typeof left === 'object' && left !== null ? left : {};
  return { sent: checkpoint.sent ?? 0, running: checkpoint.running ?? [] };
}
