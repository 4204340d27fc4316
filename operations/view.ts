/** From what Temporal knows of a workflow to the Operation that a client sees. */
import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { OperationMemo, OperationSnapshot, OperationState } from '../contract/durable.ts';
import type { Operation, OperationError } from '../contract/operation.ts';
import { COLLECTIONS, isTerminal, type OperationStatus } from '../contract/vocabulary.ts';

/** Where things are found: the API's base path, and Temporal's Web UI if it has one. */
export interface Places {
  basePath: string;
  /** The URL of a workflow's page. */
  temporalUi?: (workflowId: string, runId: string) => string;
}

export type OperationSource = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'runId' | 'startTime' | 'closeTime' | 'status'
> & { memo: OperationMemo; cancelRequested: boolean };

/** A snapshot has the resources; the memo's state does not. */
export type KnownState = OperationState & Partial<OperationSnapshot>;

export function operationView(
  source: OperationSource,
  known: KnownState,
  places: Places,
): Operation {
  const { about } = source.memo;
  const createdAt = source.startTime.toISOString();
  const { status, error, completedAt } = outcome(source, known);
  return {
    id: source.workflowId,
    organizationId: about.organizationId,
    memberId: about.memberId,
    operation: about.operation,
    status,
    ...(known.result && { result: known.result }),
    ...(error && { error }),
    progress: {
      stage: isTerminal(status) ? 'done' : known.stage,
      message: error?.message ?? known.message,
      ...(known.resources && { resources: known.resources }),
      summary: known.summary,
    },
    resourceType: about.resourceType,
    resourceId: about.resourceId,
    ...(about.resourceUid !== undefined && { resourceUid: about.resourceUid }),
    createdAt,
    updatedAt: completedAt ?? known.updatedAt ?? createdAt,
    ...(known.startedAt !== undefined && { startedAt: known.startedAt }),
    ...(completedAt !== undefined && { completedAt }),
    version: known.version,
    cancelable: isCancelable(status),
    ...(about.retryOf !== undefined && { retryOf: about.retryOf }),
    links: links(source, places, status),
  };
}

function isCancelable(status: OperationStatus): boolean {
  return status === 'pending' || status === 'running';
}

function outcome(
  source: OperationSource,
  known: KnownState,
): { status: OperationStatus; error?: OperationError; completedAt?: string } {
  const error = known.error === undefined ? {} : { error: known.error };
  const closed = source.status.name !== 'RUNNING' && source.status.name !== 'PAUSED';
  const completedAt = known.completedAt ?? (closed ? source.closeTime?.toISOString() : undefined);
  const times = completedAt === undefined ? {} : { completedAt };
  if (isTerminal(known.status)) return { status: known.status, ...error, ...times };
  if (!closed) return { status: source.cancelRequested ? 'canceling' : known.status, ...error };
  return { status: 'failed', error: TERMINATED, ...times };
}

const TERMINATED: OperationError = {
  code: 'operation_terminated',
  message:
    'The operation was ended from outside before it was done, and undid nothing. Delete the resource to take away what was made.',
  errorType: 'internal',
  details: { retryable: true },
};

function links(
  { workflowId, runId, memo }: OperationSource,
  places: Places,
  status: OperationStatus,
): Operation['links'] {
  const { basePath, temporalUi } = places;
  const { resourceType, resourceId } = memo.about;
  const hasPage = resourceType === 'cluster' || resourceType === 'network';
  return {
    self: `${basePath}/operations/${workflowId}`,
    ...(isCancelable(status) && { cancel: `${basePath}/operations/${workflowId}/cancel` }),
    ...(hasPage && { resource: `${basePath}/${COLLECTIONS[resourceType]}/${resourceId}` }),
    ...(temporalUi && { temporalUi: temporalUi(workflowId, runId) }),
  };
}
