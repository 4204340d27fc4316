/** Answers an operation that waits for its plan to be confirmed. Needs a worker, for it must be exact. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { PlanDecision } from '../../contract/temporal/engine.ts';
import { UPDATES } from '../../contract/temporal/names.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OperationReader } from '../read/reader.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';
import type { OperationRead } from '../read/view.ts';

/** A worker may have a task or two to do first. */
const DECIDE_DEADLINE_MS = 5_000;

export interface PlanConfirmation {
  /** Throws `not_found`, and `not_awaiting_confirmation` when the operation does not wait for one. */
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
    'The operation has no plan that waits to be confirmed or discarded.',
  );
}
