/** What Temporal itself knows of an operation: strongly consistent, and needs no worker. */
import {
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { isOperationMemo } from '../contract/guards.ts';
import { RequestError } from '../contract/problem-codes.ts';
import { pendingSteps } from './pending.ts';
import { withDeadline, type Principal } from './temporal.ts';
import type { OperationSource } from './view.ts';

/** Throws `not_found` unless it is an operation of this organization. */
export async function describeOperation(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  operationId: string,
): Promise<OperationSource> {
  const description = await withDeadline(client, () =>
    client.workflow.getHandle(operationId).describe(),
  ).catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) throw unknownOperation();
    throw error;
  });
  const { memo } = description;
  const mine = isOperationMemo(memo) && memo.about.organizationId === principal.organizationId;
  if (!mine) throw unknownOperation();
  return { ...pick(description), memo };
}

function pick(description: WorkflowExecutionDescription): Omit<OperationSource, 'memo'> {
  const { workflowId, runId, startTime, closeTime, status, historyLength, raw } = description;
  return {
    workflowId,
    runId,
    startTime,
    status,
    historyLength,
    ...(closeTime && { closeTime }),
    cancelRequested: raw.workflowExtendedInfo?.cancelRequested ?? false,
    pending: pendingSteps(raw),
  };
}

export function unknownOperation(): RequestError {
  return new RequestError(
    'not_found',
    'There is no such operation. It may have been deleted after its retention, or the id is mistyped.',
  );
}
