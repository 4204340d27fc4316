/** How an operation has ended. Needs no worker, and never changes again. */
import {
  ApplicationFailure,
  CancelledFailure,
  WorkflowFailedError,
  type Client,
} from '@temporalio/client';
import { isOperationSnapshot } from '../../contract/guards.ts';
import { withDeadline } from '../temporal/calls.ts';
import type { KnownState, OperationSource } from './view.ts';

/** The final snapshot of a closed operation; of one that was terminated, what its memo says. */
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
