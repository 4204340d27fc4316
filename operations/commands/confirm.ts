/**
 * Confirms or discards the plan of an operation that waits for the decision. A worker must accept the
 * decision. If no worker answers, Temporal keeps it for the next one, and the answer says so.
 */
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import type { PlanDecision, PlanDecisionArgs } from '../../contract/temporal/engine.ts';
import { SIGNALS, UPDATES } from '../../contract/temporal/names.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { OperationReader } from '../read/reader.ts';
import { isUnanswered, within, withDeadline, type Principal } from '../temporal/calls.ts';
import { withMessage, type OperationRead } from '../read/view.ts';
import type { Execution } from '../temporal/history.ts';
import { readPlanDecision } from '../decisions/decision-reader.ts';

/** Longer than other calls, because the worker may have to finish other tasks first. */
const DECIDE_DEADLINE_MS = 5_000;
/** Leaves the deadline of the update to the update. */
const CALL_DEADLINE_MS = DECIDE_DEADLINE_MS + 1_000;

const KEPT = {
  confirm: 'The plan is confirmed. No worker answers at the moment; the next one applies it.',
  discard:
    'The plan is discarded. No worker answers at the moment; the next one ends the operation.',
} as const;

export interface PlanConfirmation {
  /**
   * Throws `not_found`, and `not_awaiting_confirmation` when the operation does not wait for a
   * decision.
   */
  decide(
    principal: Principal,
    operationId: string,
    decision: PlanDecision,
    reason?: string,
  ): Promise<OperationRead>;
}

export function createPlanConfirmation(client: Client, reader: OperationReader): PlanConfirmation {
  /** Resolves to false if no worker answers. The worker may then still accept the update later. */
  async function update(operationId: string, args: PlanDecisionArgs): Promise<boolean> {
    try {
      await within(client, DECIDE_DEADLINE_MS, () =>
        client.workflow
          .getHandle(operationId)
          .executeUpdate<void, PlanDecisionArgs>(UPDATES.submitPlanDecision, { args }),
      );
      return true;
    } catch (error) {
      if (isUnanswered(error) || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
        return false;
      }
      throw error;
    }
  }

  /** Stores the decision in the history, unless it has one. Resolves to the one that counts. */
  async function keep(execution: Execution, args: PlanDecisionArgs): Promise<PlanDecision> {
    const earlier = await readPlanDecision(client, execution);
    if (earlier !== undefined) return earlier;
    await withDeadline(client, () =>
      client.workflow
        .getHandle(execution.workflowId, execution.runId)
        .signal<PlanDecisionArgs>(SIGNALS.planDecision, ...args),
    );
    // Another client may have decided at the same time. The first event counts.
    return (await readPlanDecision(client, execution)) ?? args[0];
  }

  return {
    async decide(principal, operationId, decision, reason) {
      const args: PlanDecisionArgs = reason === undefined ? [decision] : [decision, reason];
      const { operation, revision } = await reader.readAfresh(principal, operationId);
      if (operation.progress.stage !== 'awaiting_confirmation') throw notAwaiting();
      try {
        const isAnswered = await withDeadline(
          client,
          () => update(operationId, args),
          CALL_DEADLINE_MS,
        );
        if (isAnswered) return await reader.readAfresh(principal, operationId);
        const kept = await keep({ workflowId: operationId, runId: revision.runId }, args);
        if (kept !== decision) throw decidedOtherwise(kept);
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) {
          throw notAwaiting();
        }
        throw error;
      }
      const read = await reader.readAfresh(principal, operationId);
      const isWaiting = read.operation.progress.stage === 'awaiting_confirmation';
      return isWaiting ? withMessage(read, KEPT[decision]) : read;
    },
  };
}

function notAwaiting(): RequestError {
  return new RequestError(
    'not_awaiting_confirmation',
    'The operation has no plan that waits for a decision. Read the operation to see its stage.',
  );
}

function decidedOtherwise(decision: PlanDecision): RequestError {
  const done = decision === 'confirm' ? 'confirmed' : 'discarded';
  return new RequestError(
    'not_awaiting_confirmation',
    `The plan has been ${done} already. A worker carries that out as soon as one runs.`,
  );
}
