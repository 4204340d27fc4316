/** What applying and destroying a deployment have in common. */
import {
  ApplicationFailure,
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { PlanDecision, EngineChange } from '../../contract/temporal/engine.ts';
import { SIGNALS, UPDATES } from '../../contract/temporal/names.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import type { DeploymentSpec } from '../../contract/resources/deployment.ts';
import type { NodeStatus } from '../../contract/vocabulary.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import type { Tracker } from '../operation/tracker.ts';

/** init, plan and show, or plan again and apply; each with the engine's own limit, and a grace. */
const RUNS_AN_ATTEMPT = 4;
const GRACE_MS = 10 * 60_000;
/** Each is a worker or an engine that died. */
const MAX_ATTEMPTS = 30;

/** The activities that run the engine. */
export function engineActivities(
  timings: Timings,
  engineMs: number,
): ReturnType<typeof proxyActivities<Activities>> {
  return proxyActivities<Activities>({
    startToCloseTimeout: engineMs * RUNS_AN_ATTEMPT + GRACE_MS,
    heartbeatTimeout: timings.heartbeatTimeoutMs,
    retry: {
      initialInterval: timings.retryIntervalMs,
      maximumInterval: timings.retryIntervalMs * 20,
      maximumAttempts: MAX_ATTEMPTS,
    },
  });
}

export function jobOf(
  { organizationId, resourceUid, retryOf }: OperationSubject,
  operationId: string,
  spec: DeploymentSpec,
  connectionId?: string,
): DeploymentJob {
  if (resourceUid === undefined) {
    throw ApplicationFailure.nonRetryable('an operation without a deployment');
  }
  const { engine, source, variables, secrets, environment, targets } = spec;
  return {
    organizationId,
    uid: resourceUid,
    operationId,
    ...(retryOf !== undefined && { retryOf }),
    engine,
    sourceDigest: source.sha256,
    variables,
    secrets,
    environment,
    ...(connectionId !== undefined && { connectionId }),
    targets,
  };
}

/** For the claim: the state in which the deployment must be. */
export function unchangedSince(input: { unchangedSince?: string }): { unchangedSince?: string } {
  return input.unchangedSince === undefined ? {} : { unchangedSince: input.unchangedSince };
}

/** Shows what the engine tells of its resources. */
export function showProgress(tracker: Tracker): void {
  setHandler(
    defineSignal<[EngineChange[]]>(SIGNALS.engineProgress),
    (changes) => {
      tracker.told(changes);
    },
    { description: 'What has changed of the resources that the engine works on.' },
  );
}

export interface Question {
  /** Resolves to the answer, or to undefined when none came in time. */
  ask(withinMs: number): Promise<PlanDecision | undefined>;
}

/** The wait for somebody to confirm or to discard a plan; who answers when nobody asks is told so. */
export function questionOf(): Question {
  let asked = false;
  let answer: PlanDecision | undefined;
  setHandler(
    defineUpdate<void, [PlanDecision]>(UPDATES.submitPlanDecision),
    (decision) => {
      answer = decision;
    },
    {
      description: 'Confirms or discards the plan that waits for it.',
      validator(_decision: PlanDecision) {
        if (!asked || answer !== undefined) {
          throw ApplicationFailure.nonRetryable('not waiting', 'not_awaiting_confirmation');
        }
      },
    },
  );
  return {
    async ask(withinMs) {
      asked = true;
      try {
        await condition(() => answer !== undefined, withinMs);
        return answer;
      } finally {
        asked = false;
      }
    },
  };
}

/** What is left of a story that has ended: nothing is under work any more. */
export function settle(tracker: Tracker, ends: Partial<Record<NodeStatus, NodeStatus>>): void {
  tracker.told(
    tracker.snapshot().resources.flatMap(({ urn, status }) => {
      const end = ends[status];
      return end === undefined ? [] : [{ urn, status: end }];
    }),
  );
}
