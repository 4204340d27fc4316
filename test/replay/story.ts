/** What the recorder drives: a run of operations whose histories are worth keeping. */
import { entityWorkflowId } from '../../contract/ids.ts';
import type { Operation } from '../../contract/operations/operation.ts';
import { eventually } from '../support/eventually.ts';
import type { Stack } from '../support/stack/stack.ts';

/** A worker's death is noticed by a missing heartbeat, and a pause of Temporal's is seconds long. */
export const PATIENCE = { timeoutMs: 60_000 };
/** Histories are to be small: a cluster without extras, on a network that is there before any story. */
export const GROUND = 'ground';
export const SMALL_CLUSTER = { addons: [], karpenter: false, networkId: GROUND };
export const SMALL_NETWORK = { availabilityZoneCount: 1, natGateways: 'none' };

export interface Scene {
  stack: Stack;
  /** Keeps the history of a workflow, closed or not, under one of the story's names. */
  keep(name: string, workflowId: string, runId?: string): Promise<void>;
}

export interface Story {
  /** The names under which it keeps histories, `{workflowType}-{what}`. */
  yields: readonly string[];
  tell(scene: Scene): Promise<void>;
}

/** Submits and follows to the end; throws unless it ends with this status, or this code. */
export async function run(
  { stack }: Scene,
  path: string,
  body: object,
  end: string,
): Promise<Operation> {
  return ended(stack, (await stack.submit(path, body)).id, end);
}

export async function removed({ stack }: Scene, path: string, end: string): Promise<Operation> {
  return ended(stack, (await stack.remove(path)).id, end);
}

export async function ended(stack: Stack, id: string, end: string): Promise<Operation> {
  const operation = await stack.finished(id, PATIENCE);
  const { status, error } = operation;
  if (end === status || end === error?.code) return operation;
  throw new Error(`${operation.operation} ended ${status} ${error?.code}, not ${end}`);
}

/** Cancels an operation once it has come so far. */
export async function canceledWhen(
  { stack }: Scene,
  id: string,
  until: (operation: Operation) => boolean,
): Promise<Operation> {
  await stack.follow(id, { until });
  const { status } = await stack.api.post(`/operations/${id}/cancel`);
  if (status !== 202) throw new Error(`cancel was answered with ${status}`);
  return ended(stack, id, 'canceled');
}

export function entityOf(
  { stack }: Scene,
  type: 'cluster' | 'network' | 'connection',
  id: string,
): string {
  return entityWorkflowId(stack.organizationId, type, id);
}

/** Resolves when the workflow has closed. */
export async function closed({ stack }: Scene, workflowId: string, runId?: string): Promise<void> {
  const client = await stack.temporalClient();
  await eventually(async () => {
    const { status } = await client.workflow.getHandle(workflowId, runId).describe();
    return status.name !== 'RUNNING';
  }, PATIENCE);
}

/** As somebody would in Temporal's Web UI. */
export async function terminate({ stack }: Scene, workflowId: string): Promise<void> {
  const client = await stack.temporalClient();
  await client.workflow.getHandle(workflowId).terminate('to record it');
}
