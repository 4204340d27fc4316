/**
 * Reads what Temporal knows of the activities that work on nodes: the heartbeats of the attempt that runs, and the
 * failure of the one before. None of it adds an event to the history, so the workflow does not know it.
 */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import type { ShownWait } from '../../contract/temporal/shown-wait.ts';
import { failureOf } from '../timeline/attempts.ts';
import { valueOf } from '../timeline/events.ts';
import { isWait, nodeKeyOf, nodeOf, type Activity } from './activity.ts';

export type NodeFacts = Partial<
  Pick<ProgressResource, 'attempt' | 'cloudId' | 'deadlineAt' | 'lastFailure' | 'waitingFor'>
>;

const MINUTE_MS = 60_000;

/** The facts by node, for example `vpc/main`. Nodes without any are left out. */
export function pendingNodes({
  pendingActivities,
}: WorkflowExecutionDescription['raw']): ReadonlyMap<string, NodeFacts> {
  const entries = (pendingActivities ?? []).flatMap((activity): [string, NodeFacts][] => {
    const key = nodeKeyOf(nodeOf(activity.activityId ?? ''));
    const facts = factsOf(activity);
    return key === undefined || Object.keys(facts).length === 0 ? [] : [[key, facts]];
  });
  return new Map(entries);
}

/** Adds the facts to the nodes that are being worked on. Returns the same list if there are none. */
export function withFacts(
  resources: ProgressResource[] | undefined,
  facts: ReadonlyMap<string, NodeFacts> | undefined,
): ProgressResource[] | undefined {
  if (facts === undefined || facts.size === 0) return resources;
  let hasAny = false;
  const shown = resources?.map((resource) => {
    const more = facts.get(`${resource.type}/${resource.name}`);
    if (resource.status !== 'running' || more === undefined) return resource;
    hasAny = true;
    return { ...resource, ...more };
  });
  return hasAny ? shown : resources;
}

function factsOf({ attempt, heartbeatDetails, lastFailure }: Activity): NodeFacts {
  const { for: waitingFor, cloudId, deadline } = waitIn(valueOf(heartbeatDetails));
  const hasFailed = lastFailure && !isWait(lastFailure);
  return {
    ...(cloudId !== undefined && { cloudId }),
    ...(hasFailed && { attempt: Math.max(2, attempt ?? 2), lastFailure: failureOf(lastFailure) }),
    ...(waitingFor !== undefined && { waitingFor }),
    ...(deadline !== undefined && { deadlineAt: nextMinute(deadline) }),
  };
}

function waitIn(checkpoint: unknown): Partial<ShownWait> {
  if (typeof checkpoint !== 'object' || checkpoint === null || !('wait' in checkpoint)) return {};
  const { wait } = checkpoint;
  return typeof wait === 'object' && wait !== null ? wait : {};
}

/** A full minute, because an attempt and the one after it compute it a little differently. */
function nextMinute(ms: number): string {
  return new Date(Math.ceil(ms / MINUTE_MS) * MINUTE_MS).toISOString();
}
