/** The activities as workflows call them, each with its deadlines. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Pace } from '../contract/durable.ts';
import type { PlannedNode } from '../contract/graph.ts';

const SECOND = 1000;
/** One attempt: a few calls to a cloud, each with a deadline of its own, and a short wait. */
const NODE_ATTEMPT_MS = 90 * SECOND;
const SHORT_ATTEMPT_MS = 30 * SECOND;
const SHORT_TOTAL_MS = 10 * 60 * SECOND;

const retry = { initialInterval: SECOND / 2, backoffCoefficient: 2, maximumInterval: 10 * SECOND };

/** The activities with the deadlines of short ones: claims, plans, checks. */
export function activitiesFor(pace: Pace): ReturnType<typeof proxyActivities<Activities>> {
  return proxyActivities<Activities>({
    startToCloseTimeout: SHORT_ATTEMPT_MS,
    scheduleToCloseTimeout: SHORT_TOTAL_MS,
    heartbeatTimeout: pace.heartbeatTimeoutMs,
    retry,
  });
}

/** Options of the activity that provisions or removes one node; its summary is in words, its id
 * is the verb, the node and its generation: what is created and what is deleted may overlap for a moment. */
export function nodeOptions(
  pace: Pace,
  node: PlannedNode,
  verb: 'Create' | 'Delete',
): {
  activityId: string;
  summary: string;
  startToCloseTimeout: number;
  scheduleToCloseTimeout: number;
  heartbeatTimeout: number;
  retry: typeof retry;
} {
  return {
    activityId: `${verb.toLowerCase()}/${node.type}/${node.name}/${node.generation}`,
    summary: `${verb} ${node.type.replaceAll('_', ' ')} ${node.name}`,
    startToCloseTimeout: NODE_ATTEMPT_MS,
    scheduleToCloseTimeout: Math.ceil(node.deadlineSeconds * SECOND * pace.deadlineFactor),
    heartbeatTimeout: pace.heartbeatTimeoutMs,
    retry,
  };
}
