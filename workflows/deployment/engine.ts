/** The steps that applying and destroying a deployment have in common. */
import {
  ApplicationFailure,
  condition,
  defineSignal,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  EngineChange,
  PlanDecision,
  PlanDecisionArgs,
} from '../../contract/temporal/engine.ts';
import { engineTaskQueue, SIGNALS, UPDATES } from '../../contract/temporal/names.ts';
import type { OperationSubject, RunOptions } from '../../contract/temporal/operation-input.ts';
import { MAX_PAUSE_FACTOR, type Timings } from '../../contract/temporal/timings.ts';
import type { OperationError } from '../../contract/operations/operation.ts';
import type { DeploymentSpec } from '../../contract/resources/deployment.ts';
import type { NodeStatus } from '../../contract/vocabulary.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import { cancelableActivities } from '../operation/cancellation.ts';
import type { Tracker } from '../operation/tracker.ts';

/**
 * An attempt runs the engine at most this often: init, plan and show, or a new plan and apply. The engine's
 * timeout applies to each run.
 */
const RUNS_PER_ATTEMPT = 4;
const GRACE_MS = 10 * 60_000;
/** The limit for the activities that only store something. The other activities count their attempts themselves. */
const MAX_CLEANUP_ATTEMPTS = 30;

/** The activities that run the engine, and the clean-up after them. */
export function engineActivities(timings: Timings, engineTimeoutMs: number) {
  const options = {
    startToCloseTimeout: engineTimeoutMs * RUNS_PER_ATTEMPT + GRACE_MS,
    heartbeatTimeout: timings.heartbeatTimeoutMs,
  };
  const retry = {
    initialInterval: timings.retryIntervalMs,
    maximumInterval: timings.retryIntervalMs * MAX_PAUSE_FACTOR,
  };
  const taskQueue = engineTaskQueue(workflowInfo().taskQueue);
  const {
    resolveCommit,
    fetchSource,
    validateModule,
    planModule,
    previewModule,
    applyPlan,
    verifyModule,
    countResources,
  } = cancelableActivities(timings, { ...options, taskQueue, retry });
  const { cleanUpDeployment, adoptState, keepState } = cancelableActivities(timings, {
    ...options,
    retry: { ...retry, maximumAttempts: MAX_CLEANUP_ATTEMPTS },
  });
  return {
    resolveCommit,
    fetchSource,
    validateModule,
    planModule,
    previewModule,
    applyPlan,
    verifyModule,
    countResources,
    cleanUpDeployment,
    adoptState,
    keepState,
  };
}

/** The job for the engine. Large or secret values are references. */
export function jobOf(
  { organizationId, memberId, resourceUid, retryOf }: OperationSubject,
  operationId: string,
  spec: DeploymentSpec,
  { connectionId, run = {} }: { connectionId?: string | undefined; run?: RunOptions | undefined },
): DeploymentJob {
  if (resourceUid === undefined) {
    throw ApplicationFailure.nonRetryable('the operation names no deployment');
  }
  const { engine, source, variables, secrets, environment, credentials, targets, excludes } = spec;
  return {
    organizationId,
    uid: resourceUid,
    operationId,
    memberId,
    ...(retryOf !== undefined && { retryOf }),
    engine,
    sourceDigest: source.sha256,
    ...(source.archive !== undefined && { archive: source.archive.sha256 }),
    ...(source.workingDirectory !== undefined && { workingDirectory: source.workingDirectory }),
    variables,
    secrets,
    environment,
    ...(credentials !== undefined && { credentials }),
    ...(connectionId !== undefined && { connectionId }),
    targets,
    ...(excludes !== undefined && { excludes }),
    ...run,
  };
}

/** Shows the progress that the engine reports about its resources. */
export function showEngineProgress(tracker: Tracker): void {
  setHandler(
    defineSignal<[EngineChange[]]>(SIGNALS.engineProgress),
    (changes) => {
      tracker.nodes(changes);
    },
    { description: 'What has changed about the resources that the engine works on.' },
  );
}

export interface PlanConfirmation {
  /** Resolves to the decision of a client, or to undefined if none came in time. */
  wait(timeoutMs: number): Promise<PlanDecision | undefined>;
}

/**
 * Waits for a client to confirm or discard a plan. The first decision counts. A decision at any other time is
 * refused with `not_awaiting_confirmation`. While no worker can answer, decisions come as signals, which
 * Temporal keeps.
 */
export function planConfirmation(): PlanConfirmation {
  let isWaiting = false;
  let decision: PlanDecision | undefined;
  setHandler(
    defineUpdate<void, PlanDecisionArgs>(UPDATES.submitPlanDecision),
    (submitted) => {
      decision = submitted;
    },
    {
      description: 'Confirms or discards the plan that waits for it.',
      validator(..._submitted: PlanDecisionArgs) {
        if (!isWaiting || decision !== undefined) {
          throw ApplicationFailure.nonRetryable('not waiting', 'not_awaiting_confirmation');
        }
      },
    },
  );
  setHandler(
    defineSignal<PlanDecisionArgs>(SIGNALS.planDecision),
    (submitted) => {
      if (isWaiting) decision ??= submitted;
    },
    { description: 'Confirms or discards the plan, if it waits for a decision.' },
  );
  return {
    async wait(timeoutMs) {
      // An earlier plan of the operation may have had its own decision.
      decision = undefined;
      isWaiting = true;
      try {
        await condition(() => decision !== undefined, timeoutMs);
        return decision;
      } finally {
        isWaiting = false;
      }
    },
  };
}

/**
 * Gives the resources their final status after the engine has ended. `ends` maps the current status to the
 * final one.
 */
export function settle(tracker: Tracker, ends: Partial<Record<NodeStatus, NodeStatus>>): void {
  tracker.nodes(
    tracker.snapshot().resources.flatMap(({ urn, status }) => {
      const end = ends[status];
      return end === undefined ? [] : [{ urn, status: end }];
    }),
  );
}

/** Shows which resources an engine that failed or was canceled has not finished. */
export function showFailure(tracker: Tracker, error: OperationError, canceled: boolean): void {
  settle(tracker, { running: canceled ? 'pending' : 'failed' });
  const { causedBy } = error.details;
  if (causedBy !== undefined) tracker.nodes([{ urn: causedBy, status: 'failed' }]);
}
