/**
 * Cancels an operation, which then undoes its changes. Never terminates it, because that would undo
 * nothing.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import type { OperationReader } from '../read/reader.ts';
import { grpcCode, NOT_FOUND, withDeadline, type Principal } from '../temporal/calls.ts';
import type { OperationRead } from '../read/view.ts';

export interface Canceler {
  /**
   * Resolves to the operation with its present status: `canceling`, or `canceled` when it had ended so.
   * Throws `not_found`, and `operation_terminal` when the operation has succeeded or failed.
   */
  cancel(principal: Principal, operationId: string, reason?: string): Promise<OperationRead>;
}

export function createCanceler(client: Client, reader: OperationReader): Canceler {
  return {
    async cancel(principal, operationId, reason) {
      const before = await reader.read(principal, operationId);
      const { status } = before.operation;
      if (status === 'canceling') return before;
      if (isTerminal(status)) return ended(before);
      if (await requestCancel(client, principal, operationId, reason)) {
        reader.noteCancel(operationId);
        return reader.read(principal, operationId);
      }
      return ended(await reader.readAfresh(principal, operationId));
    },
  };
}

function ended(read: OperationRead): OperationRead {
  const { status } = read.operation;
  if (status === 'canceled' || !isTerminal(status)) return read;
  throw new RequestError(
    'operation_terminal',
    `The operation has ${status === 'failed' ? 'failed' : 'succeeded'} already. There is nothing left to cancel.`,
  );
}

/**
 * Resolves to false when the operation has ended in the meantime. Uses the raw call, because only that
 * records the reason in the history.
 */
async function requestCancel(
  client: Client,
  principal: Principal,
  operationId: string,
  reason: string | undefined,
): Promise<boolean> {
  try {
    await withDeadline(client, () =>
      client.workflowService.requestCancelWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: { workflowId: operationId },
        identity: `${principal.organizationId}/${principal.memberId}`,
        requestId: randomUUID(),
        reason: reason ?? 'canceled through the API',
      }),
    );
    return true;
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return false;
    throw error;
  }
}
