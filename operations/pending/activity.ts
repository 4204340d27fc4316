/** An activity of a workflow that has not ended: the node that it works on, and how its last attempt failed. */
import type { WorkflowExecutionDescription } from '@temporalio/client';

export type Activity = NonNullable<
  WorkflowExecutionDescription['raw']['pendingActivities']
>[number];
export type Failure = NonNullable<Activity['lastFailure']>;

/**
 * The activity id that `nodeOptions` of the workflows gives a node, for example `create/vpc/main/1`.
 */
const NODE_ACTIVITY =
  /^(create|update|replace|restore|delete|retire)\/([a-z][a-z0-9_]*)\/(.+)\/\d+$/;
/** temporal.api.enums.v1.ApplicationErrorCategory.BENIGN */
const BENIGN = 1;

/**
 * Returns the verb and the node in an activity's id; undefined when the activity does not belong to a
 * node.
 */
export function nodeOf(
  activityId: string,
): { verb: string; type: string; name: string } | undefined {
  const [, verb, type, name] = NODE_ACTIVITY.exec(activityId) ?? [];
  return verb && type && name ? { verb, type, name } : undefined;
}

/** For example `vpc/main`. */
export function nodeKeyOf(node: { type: string; name: string } | undefined): string | undefined {
  return node === undefined ? undefined : `${node.type}/${node.name}`;
}

/** Whether the attempt failed only to wait before the next one. */
export function isWait({ applicationFailureInfo }: Failure): boolean {
  return Number(applicationFailureInfo?.category) === BENIGN;
}
