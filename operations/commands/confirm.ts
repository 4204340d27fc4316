/**
 * Confirms or discards the plan of an operation that waits for the decision. A worker must accept the
 * decision.
 */
import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { PlanDecision } from '../../contract/temporal/engine.ts';
import { UPDATES } from '../../contract/temporal/names.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OperationReader } from '../read/reader.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';
import type { OperationRead } from '../read/view.ts';

/** Longer than other calls, because the worker may have to finish other tasks first. */
const DECIDE_DEADLINE_MS = 5_000;

export interface PlanConfirmation {
  /**
   * Throws `not_found`, and `not_awaiting_confirmation` when the operation does not wait for a
   * decision.
   */
  decide(principal: Principal, operationId: string, decision: PlanDecision): Promise<OperationRead>;
}

export function createPlanConfirmation(client: Client, reader: OperationReader): PlanConfirmation {
  return {
    async decide(principal, operationId, decision) {
      const { operation } = await reader.readAfresh(principal, operationId);
      if (operation.progress.stage !== 'awaiting_confirmation') throw notAwaiting();
      try {
        await withDeadline(
          client,
          () =>
            client.workflow
              .getHandle(operationId)
              .executeUpdate<void, [PlanDecision]>(UPDATES.submitPlanDecision, {
                args: [decision],
              }),
          DECIDE_DEADLINE_MS,
        );
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) {
          throw notAwaiting();
        }
        throw error;
      }
      return reader.readAfresh(principal, operationId);
    },
  };
}

function notAwaiting(): RequestError {
  return new RequestError(
    'not_awaiting_confirmation',
    'The operation has no plan that waits for a decision. Read the operation to see its stage.',
  );
}
