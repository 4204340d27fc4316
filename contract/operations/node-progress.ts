/**
 * How an operation shows the nodes of its plan. The workflow shows them like this, and so does the list that
 * is rebuilt from its history.
 */
import type { PlannedNode } from '../resources/graph.ts';
import type { EngineChange } from '../temporal/engine.ts';
import { MAX_MESSAGE_LENGTH } from '../vocabulary.ts';
import type { NodeFailure, ProgressResource, ProgressSummary } from './operation.ts';

/** A change of one node, without the times. */
export type NodeChange = Partial<
  Pick<ProgressResource, 'operation' | 'status' | 'cloudId' | 'lastFailure'>
>;

/** A node as the operation shows it before the first step. */
export function shownAs({ urn, type, name, operation, cloudId }: PlannedNode): ProgressResource {
  const status = operation === 'same' ? 'unchanged' : 'pending';
  return { urn, type, name, operation, status, ...(cloudId !== undefined && { cloudId }) };
}

/** Returns a failure in the length that an operation shows. */
export function nodeFailure({ code, message }: NodeFailure): NodeFailure {
  return { code, message: message.slice(0, MAX_MESSAGE_LENGTH) };
}

/**
 * Sets the start when work begins and the duration when it ends; pending work has neither. A failure is shown
 * until the next status.
 *
 * @param now milliseconds since the epoch
 */
export function withTimes(
  resource: ProgressResource,
  change: NodeChange,
  now: number,
): ProgressResource {
  const next: ProgressResource = { ...resource, ...change };
  if (change.status === undefined) return next;
  delete next.duration;
  if (change.lastFailure === undefined) delete next.lastFailure;
  if (change.status === 'pending') delete next.startedAt;
  if (change.status === 'running') next.startedAt = new Date(now).toISOString();
  const ended = change.status === 'succeeded' || change.status === 'failed';
  if (ended && next.startedAt) next.duration = now - Date.parse(next.startedAt);
  return next;
}

/** Shows a node of a new plan. What an earlier plan of the operation has done stays visible. */
export function withPlan(
  known: ProgressResource | undefined,
  planned: ProgressResource,
): ProgressResource {
  return known?.status === 'succeeded' && planned.operation === 'same' ? known : planned;
}

/** Applies a change with the times that an engine reports. */
export function withEngineChange(
  resource: ProgressResource,
  change: Omit<EngineChange, 'urn'>,
): ProgressResource {
  const { startedAt: _startedAt, duration: _duration, ...rest } = resource;
  return change.status === 'pending' ? { ...rest, ...change } : { ...resource, ...change };
}

/** Counts the nodes by status. */
export function summarize(resources: readonly ProgressResource[]): ProgressSummary {
  const summary = {
    total: resources.length,
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    unchanged: 0,
  };
  for (const { status } of resources) summary[status] += 1;
  return summary;
}
