/**
 * Reads an operation with Temporal's describe call, which is strongly consistent and needs no worker.
 */
import {
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { tsToDate } from '@temporalio/common/lib/time.js';
import { isOperationMemo } from '../../contract/guards.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { pendingSteps } from '../pending/steps.ts';
import { pendingNodes } from '../pending/nodes.ts';
import { grpcCode, NOT_FOUND, withDeadline, type Principal } from '../temporal/calls.ts';
import type { OperationSource } from './view.ts';

/** Throws `not_found` when this organization has no operation with this id. */
export async function describeOperation(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  operationId: string,
): Promise<OperationSource> {
  const source = await findOperation(client, principal, operationId);
  if (source === undefined) throw unknownOperation();
  return source;
}

/** Returns undefined when this organization has no operation with this id. */
export async function findOperation(
  client: Client,
  { organizationId }: Pick<Principal, 'organizationId'>,
  operationId: string,
): Promise<OperationSource | undefined> {
  try {
    const description = await withDeadline(client, () =>
      client.workflow.getHandle(operationId).describe(),
    );
    const { memo } = description;
    if (!isOperationMemo(memo) || memo.subject.organizationId !== organizationId) return undefined;
    return { ...pick(description), memo };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

function pick(description: WorkflowExecutionDescription): Omit<OperationSource, 'memo'> {
  const { workflowId, runId, startTime, closeTime, status, historyLength, raw } = description;
  const original = raw.workflowExtendedInfo?.originalStartTime;
  return {
    workflowId,
    runId,
    startTime,
    createdAt: original ? tsToDate(original) : startTime,
    status,
    historyLength,
    ...(closeTime && { closeTime }),
    cancelRequested: raw.workflowExtendedInfo?.cancelRequested ?? false,
    pending: pendingSteps(raw),
    facts: pendingNodes(raw),
  };
}

export function unknownOperation(): RequestError {
  return new RequestError(
    'not_found',
    'The operation was not found. It may have been deleted after its retention, or the id is mistyped.',
  );
}

/** Whether the workflow no longer exists: its retention is over, or it was deleted. */
export function isGone(error: unknown): boolean {
  return error instanceof RequestError ? error.code === 'not_found' : grpcCode(error) === NOT_FOUND;
}
