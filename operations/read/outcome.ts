/** Reads the outcome of a closed operation. This needs no worker, and the outcome never changes. */
import {
  ApplicationFailure,
  CancelledFailure,
  WorkflowFailedError,
  type Client,
} from '@temporalio/client';
import { isOperationSnapshot } from '../../contract/guards.ts';
import { withDeadline } from '../temporal/calls.ts';
import type { KnownState, OperationSource } from './view.ts';

/**
 * Returns the final snapshot; the memo's state when the workflow left none, for example when it was
 * terminated.
 */
export async function readOutcome(client: Client, source: OperationSource): Promise<KnownState> {
  const { workflowId, runId, memo } = source;
  try {
    const snapshot: unknown = await withDeadline(client, () =>
      client.workflow.getHandle(workflowId, runId).result(),
    );
    return isOperationSnapshot(snapshot) ? snapshot : memo.state;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    if (error.cause instanceof CancelledFailure) return memo.outcome ?? memo.state;
    const details = error.cause instanceof ApplicationFailure ? error.cause.details : undefined;
    const snapshot: unknown = details?.[0];
    return isOperationSnapshot(snapshot) ? snapshot : memo.state;
  }
}
