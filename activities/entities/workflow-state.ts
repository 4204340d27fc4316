/** Reads the state of workflows from Temporal. */
import {
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { isOperationMemo } from '../../contract/guards.ts';
import type { ActivityDeps } from '../deps.ts';

const DESCRIBE_DEADLINE_MS = 5_000;

export type OperationState = 'running' | 'closed' | 'missing';

export function workflowStateActivities({ client }: ActivityDeps) {
  return {
    operationState: (operationId: string, resourceUid: string): Promise<OperationState> =>
      operationState(client, operationId, resourceUid),
  };
}

/**
 * Returns the state of an operation on the resource `resourceUid`. An operation on another resource counts
 * as missing: when two requests share an idempotency key, both reserve a name for the same operation id,
 * but only one of them starts it.
 */
export async function operationState(
  client: Client,
  operationId: string,
  resourceUid: string,
): Promise<OperationState> {
  const found = await describeWorkflow(client, operationId);
  if (found === undefined || !isOperationMemo(found.memo)) return 'missing';
  if (found.memo.subject.resourceUid !== resourceUid) return 'missing';
  return found.status.name === 'RUNNING' ? 'running' : 'closed';
}

/** Describes the latest run of a workflow; undefined if the workflow does not exist. */
export async function describeWorkflow(
  client: Client,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await client.withDeadline(Date.now() + DESCRIBE_DEADLINE_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
