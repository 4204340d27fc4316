/** Reads the input of an operation from the first event of its history. Needs no worker. */
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import { withDeadline } from './calls.ts';
import type { Execution } from './history.ts';

export async function operationInput(
  client: Client,
  { workflowId, runId }: Execution,
): Promise<OperationInput> {
  const { history } = await withDeadline(client, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 1,
      skipArchival: true,
    }),
  );
  const [first] = history?.events ?? [];
  const [payload] = first?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  if (!payload) throw new Error(`operation ${workflowId} has no input in its history`);
  return defaultPayloadConverter.fromPayload<OperationInput>(payload);
}
