/**
 * Cancels an operation, which then undoes its changes. Never terminates it, because that would undo
 * nothing.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { NO_REASON } from '../decisions/decision-events.ts';
import type { OperationReader } from '../read/reader.ts';
import { grpcCode, NOT_FOUND, withDeadline, type Principal } from '../temporal/calls.ts';
import type { Execution } from '../temporal/history.ts';
import type { OperationRead } from '../read/view.ts';

/** One round cancels a run. A reset in Temporal meanwhile begins another run, which needs another round. */
const MAX_ROUNDS = 3;
const RETRY_AFTER_SECONDS = 1;

export interface Canceler {
  /**
   * Resolves to the operation with its present status: `canceling`, or `canceled` when it has ended so.
   * Throws `not_found`, and `operation_terminal` when the operation has succeeded or failed, also if it did
   * so while the request was under way.
   */
  cancel(principal: Principal, operationId: string, reason?: string): Promise<OperationRead>;
}

export function createCanceler(client: Client, reader: OperationReader): Canceler {
  return {
    async cancel(principal, operationId, reason) {
      let read = await reader.read(principal, operationId);
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const answer = answerOf(read);
        if (answer !== undefined) return answer;
        const run = { workflowId: operationId, runId: read.revision.runId };
        if (await requestCancel(client, principal, run, reason)) {
          await reader.noteCancel(run);
          read = await reader.read(principal, operationId);
        } else {
          // A watch may not have noticed yet that the run has ended.
          read = await reader.readAfresh(principal, operationId);
        }
      }
      const answer = answerOf(read);
      if (answer !== undefined) return answer;
      throw new RequestError(
        'temporal_unavailable',
        'The operation was reset in Temporal while it was being canceled. Cancel it again.',
        { retryAfter: RETRY_AFTER_SECONDS },
      );
    },
  };
}

/** Returns undefined for a run that no cancel has reached. Throws `operation_terminal`. */
function answerOf(read: OperationRead): OperationRead | undefined {
  const { status } = read.operation;
  if (status === 'canceling' || status === 'canceled') return read;
  if (!isTerminal(status)) return undefined;
  throw new RequestError(
    'operation_terminal',
    `The operation has ${status === 'failed' ? 'failed' : 'succeeded'} already. There is nothing left to cancel.`,
  );
}

/**
 * Resolves to false when the run has ended in the meantime. Uses the raw call, because only that
 * records the reason in the history.
 */
async function requestCancel(
  client: Client,
  principal: Principal,
  run: Execution,
  reason: string | undefined,
): Promise<boolean> {
  try {
    await withDeadline(client, () =>
      client.workflowService.requestCancelWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: run,
        identity: `${principal.organizationId}/${principal.memberId}`,
        requestId: randomUUID(),
        reason: reason ?? NO_REASON,
      }),
    );
    return true;
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return false;
    throw error;
  }
}
