/** The options with which workflows call activities, mainly their deadlines. */
import type { ActivityOptions } from '@temporalio/workflow';
import type { RoleWait } from '../../activities/entities/role-wait.ts';
import type { WaitPolicy } from '../../activities/nodes/poll-until.ts';
import { MAX_PAUSE_FACTOR, type Timings } from '../../contract/temporal/timings.ts';
import type { PlannedNode } from '../../contract/resources/graph.ts';
import { nodeWords } from '../../contract/ids.ts';
import { CANCELLATION, cancelableActivities } from './cancellation.ts';

const SECOND = 1000;
/** One attempt makes a few calls to a cloud, each with its own deadline, and short waits between them. */
const NODE_ATTEMPT_MS = 90 * SECOND;
const SHORT_ATTEMPT_MS = 30 * SECOND;
/** With pauses of 0.5 s to 10 s, these attempts take about four minutes. */
const MAX_SHORT_ATTEMPTS = 30;
/** What the cloud calls ready needs a little longer in Kubernetes: pods of add-ons are scheduled and start. */
const HEALTH_DEADLINE_MS = 3 * 60 * SECOND;
/** The pause between two checks of a role, in pauses after a failed call. */
const ROLE_PAUSE_FACTOR = 10;
/**
 * An activity counts its own deadline only while an attempt runs or waits. This limit is for an outage of
 * all workers, which fails an operation only if it lasts this long.
 */
const MAX_OUTAGE_MS = 24 * 60 * 60 * SECOND;

function retryPolicy({ retryIntervalMs }: Timings): NonNullable<ActivityOptions['retry']> {
  return {
    initialInterval: retryIntervalMs,
    backoffCoefficient: 2,
    maximumInterval: retryIntervalMs * MAX_PAUSE_FACTOR,
  };
}

/** The activities with the deadlines of short activities: claims, plans, checks. */
export function activitiesFor(timings: Timings): ReturnType<typeof cancelableActivities> {
  return cancelableActivities(timings, {
    startToCloseTimeout: SHORT_ATTEMPT_MS,
    scheduleToCloseTimeout: MAX_OUTAGE_MS,
    heartbeatTimeout: timings.heartbeatTimeoutMs,
    retry: { ...retryPolicy(timings), maximumAttempts: MAX_SHORT_ATTEMPTS },
  });
}

/**
 * How the check of a role waits for its trust policy; undefined if it does not wait.
 *
 * @param forMs absent in the inputs of older operations
 */
export function roleWaitFor(
  { retryIntervalMs }: Timings,
  forMs: number | undefined,
): RoleWait | undefined {
  return forMs === undefined ? undefined : { forMs, pauseMs: retryIntervalMs * ROLE_PAUSE_FACTOR };
}

/** Options of a check of a connection: as many attempts as fit into the wait, and those of any activity. */
export function checkOptions(
  timings: Timings,
  summary: string,
  wait: RoleWait | undefined,
): ActivityOptions {
  const attempts = wait === undefined ? 0 : Math.ceil(wait.forMs / wait.pauseMs);
  const retry = { ...retryPolicy(timings), maximumAttempts: MAX_SHORT_ATTEMPTS + attempts };
  return { summary, retry };
}

/** The deadline of a node's activity, and the pause after a failure. */
export function waitPolicyFor(timings: Timings, node: PlannedNode): WaitPolicy {
  return {
    deadlineMs: Math.ceil(node.deadlineSeconds * SECOND * timings.deadlineFactor),
    retryIntervalMs: timings.retryIntervalMs,
  };
}

/** How the verification waits for the nodes and the system pods of a cluster. */
export function healthWaitFor({ deadlineFactor, retryIntervalMs }: Timings): WaitPolicy {
  return { deadlineMs: Math.ceil(HEALTH_DEADLINE_MS * deadlineFactor), retryIntervalMs };
}

/** The verb for an activity of a node in summaries and activity ids. */
export type Verb = 'Create' | 'Update' | 'Replace' | 'Restore' | 'Delete' | 'Retire';

/**
 * Options of the activity that provisions or removes one node. Its id consists of the verb, the node
 * and its generation, for example `create/vpc/main/1`.
 */
export function nodeOptions(timings: Timings, node: PlannedNode, verb: Verb): ActivityOptions {
  return {
    activityId: `${verb.toLowerCase()}/${node.type}/${node.name}/${node.generation}`,
    summary: `${verb} ${nodeWords(node)}`,
    startToCloseTimeout: NODE_ATTEMPT_MS,
    scheduleToCloseTimeout: MAX_OUTAGE_MS,
    heartbeatTimeout: timings.heartbeatTimeoutMs,
    // Also in operations without `waitsOnCancel`.
    cancellationType: CANCELLATION.provisionNode,
    retry: retryPolicy(timings),
  };
}
