/** A story: operations on a real stack whose histories are worth keeping. */
import { entityWorkflowId } from '../../contract/ids.ts';
import type { Operation } from '../../contract/operations/operation.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import { eventually } from '../support/eventually.ts';
import type { Stack } from '../support/stack/stack.ts';

/** The death of a worker is noticed by a missing heartbeat, and Temporal waits seconds before it tries again. */
export const LONG_WAIT = { timeoutMs: 60_000 };
/** Keeps histories small: a cluster without extras, on a network that exists before any story. */
export const SHARED_NETWORK = 'ground';
export const SMALL_CLUSTER = { addons: [], karpenter: false, networkId: SHARED_NETWORK };
export const SMALL_NETWORK = { availabilityZoneCount: 1, natGateways: 'none' };

export interface Scene {
  stack: Stack;
  /** Writes the history of a workflow, closed or not, under one of the story's names. */
  keep(name: string, workflowId: string, runId?: string): Promise<void>;
}

export interface Story {
  /** The names of the histories that it keeps, `{workflowType}-{what}`. */
  histories: readonly string[];
  play(scene: Scene): Promise<void>;
}

/** Submits a request and waits for the end; throws unless the operation ends with this status or this code. */
export async function run(
  { stack }: Scene,
  path: string,
  body: object,
  end: string,
): Promise<Operation> {
  return ended(stack, (await stack.submit(path, body)).id, end);
}

export async function remove({ stack }: Scene, path: string, end: string): Promise<Operation> {
  return ended(stack, (await stack.remove(path)).id, end);
}

export async function ended(stack: Stack, id: string, end: string): Promise<Operation> {
  const operation = await stack.finished(id, LONG_WAIT);
  const { status, error } = operation;
  if (end === status || end === error?.code) return operation;
  throw new Error(`${operation.operation} ended ${status} ${error?.code}, not ${end}`);
}

/** Cancels an operation as soon as `until` holds. */
export async function cancelWhen(
  { stack }: Scene,
  id: string,
  until: (operation: Operation) => boolean,
): Promise<Operation> {
  await stack.follow(id, { until });
  const { status } = await stack.api.post(`/operations/${id}/cancel`);
  if (status !== 202) throw new Error(`cancel was answered with ${status}`);
  return ended(stack, id, 'canceled');
}

export function entityOf({ stack }: Scene, type: ResourceType, id: string): string {
  return entityWorkflowId(stack.organizationId, type, id);
}

/** Resolves when the workflow has closed. */
export async function closed({ stack }: Scene, workflowId: string, runId?: string): Promise<void> {
  const client = await stack.temporalClient();
  await eventually(async () => {
    const { status } = await client.workflow.getHandle(workflowId, runId).describe();
    return status.name !== 'RUNNING';
  }, LONG_WAIT);
}

/** Terminates a workflow, as an operator can do in Temporal's Web UI. */
export async function terminate({ stack }: Scene, workflowId: string): Promise<void> {
  const client = await stack.temporalClient();
  await client.workflow.getHandle(workflowId).terminate('to record it');
}
