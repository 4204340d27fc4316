/** What an operation was started with, from the first event of its history. Needs no worker. */
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type {
  ApplyDeploymentInput,
  CreateClusterInput,
  CreateNetworkInput,
  DestroyDeploymentInput,
  OperationInput,
  VerifyConnectionInput,
} from '../../contract/temporal/operation-input.ts';
import type { Execution } from './history.ts';
import { withDeadline } from './calls.ts';

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
  if (!payload) throw new Error(`operation ${workflowId} was started with nothing`);
  return defaultPayloadConverter.fromPayload<OperationInput>(payload);
}

export function isClusterInput(input: OperationInput): input is CreateClusterInput {
  return 'spec' in input && input.subject.resourceType === 'cluster';
}

export function isNetworkInput(input: OperationInput): input is CreateNetworkInput {
  return 'spec' in input && input.subject.resourceType === 'network';
}

export function isConnectionInput(input: OperationInput): input is VerifyConnectionInput {
  return input.subject.operation === 'verify_connection';
}

export type DeploymentInput = ApplyDeploymentInput | DestroyDeploymentInput;
/** What a provider works on. */
export type CloudInput = Exclude<OperationInput, DeploymentInput>;

export function isDeploymentInput(input: OperationInput): input is DeploymentInput {
  return input.subject.resourceType === 'deployment';
}
