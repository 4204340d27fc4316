/** From what Temporal knows of a workflow to the Operation that a client sees. */
import type { WorkflowExecutionInfo } from '@temporalio/client';
import type {
  OperationMemo,
  OperationSnapshot,
  OperationState,
} from '../../contract/temporal/operation-memo.ts';
import type { Operation, OperationError } from '../../contract/operations/operation.ts';
import {
  RESOURCE_KINDS,
  isTerminal,
  MAX_MESSAGE_LENGTH,
  type OperationStatus,
} from '../../contract/vocabulary.ts';
import type { PendingStep } from './pending-step.ts';
import { noteHash, type Revision } from './revision.ts';

/** Where things are found: the API's base path, and Temporal's Web UI if it has one. */
export interface Urls {
  basePath: string;
  /** The URL of a workflow's page. */
  temporalUi?: (workflowId: string, runId: string) => string;
}

export type OperationSource = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'runId' | 'startTime' | 'closeTime' | 'status' | 'historyLength'
> & { memo: OperationMemo; cancelRequested: boolean; pending?: PendingStep[] };

/** A snapshot has the resources; the memo's state does not. */
export type KnownState = OperationState & Partial<OperationSnapshot>;

/** What an answer was made from. */
export type ProgressSource = 'query' | 'memo' | 'result';

/** One state of an operation, as it is answered; made once and shared by all who ask. */
export interface OperationRead {
  operation: Operation;
  source: ProgressSource;
  /** Where it is read. */
  location: string;
  revision: Revision;
  /** The operation as JSON. */
  readonly body: string;
}

/** @param note what Temporal says of pending steps; becomes part of the message */
export function operationRead(
  source: OperationSource,
  known: KnownState,
  urls: Urls,
  from: ProgressSource,
  note?: string,
): OperationRead {
  const said = note === undefined ? known.message : `${known.message}; ${note}`;
  const operation = operationView(source, { ...known, message: said }, urls);
  let body: string | undefined;
  return {
    operation,
    source: from,
    location: locationOf(source.workflowId, urls),
    revision: {
      runId: source.runId,
      version: operation.version,
      canceling: operation.status === 'canceling' && known.status !== 'canceling',
      memo: from === 'memo',
      ...(note !== undefined && { note: noteHash(note) }),
    },
    get body() {
      body ??= JSON.stringify(operation);
      return body;
    },
  };
}

/** Whether its workflow still runs. */
export function isOpen({ status }: Pick<OperationSource, 'status'>): boolean {
  return status.name === 'RUNNING' || status.name === 'PAUSED';
}

export function operationView(source: OperationSource, known: KnownState, urls: Urls): Operation {
  const { subject } = source.memo;
  const createdAt = source.startTime.toISOString();
  const { status, error, completedAt, version } = outcome(source, known);
  const { resources, summary } = error === TERMINATED ? abandoned(known) : known;
  return {
    id: source.workflowId,
    organizationId: subject.organizationId,
    memberId: subject.memberId,
    operation: subject.operation,
    status,
    ...(known.result && { result: known.result }),
    ...(error && { error: traceable(error, subject.requestId) }),
    progress: {
      stage: isTerminal(status) ? 'done' : known.stage,
      message: (error?.message ?? known.message).slice(0, MAX_MESSAGE_LENGTH),
      ...(resources && { resources }),
      summary,
    },
    resourceType: subject.resourceType,
    resourceId: subject.resourceId,
    ...(subject.resourceUid !== undefined && { resourceUid: subject.resourceUid }),
    createdAt,
    updatedAt: completedAt ?? known.updatedAt ?? createdAt,
    ...(known.startedAt !== undefined && { startedAt: known.startedAt }),
    ...(completedAt !== undefined && { completedAt }),
    version,
    cancelable: isCancelable(status),
    ...(subject.retryOf !== undefined && { retryOf: subject.retryOf }),
    links: links(source, urls, status),
  };
}

/** With the vendor's request id, else that of the request that started the operation. */
function traceable(error: OperationError, requestId: string | undefined): OperationError {
  return requestId === undefined ? error : { ...error, details: { requestId, ...error.details } };
}

function isCancelable(status: OperationStatus): boolean {
  return status === 'pending' || status === 'running';
}

function outcome(
  source: OperationSource,
  known: KnownState,
): { status: OperationStatus; error?: OperationError; completedAt?: string; version: number } {
  const error = known.error === undefined ? {} : { error: known.error };
  const open = isOpen(source);
  const { version } = known;
  const completedAt = known.completedAt ?? (open ? undefined : source.closeTime?.toISOString());
  const times = completedAt === undefined ? {} : { completedAt };
  if (isTerminal(known.status)) return { status: known.status, ...error, ...times, version };
  if (open) {
    return { status: source.cancelRequested ? 'canceling' : known.status, ...error, version };
  }
  // Ended from outside. Its workflow could not count this change: the length of the history is the
  // same for every process, and leads past all versions that the memo has not caught up with.
  return {
    status: 'failed',
    error: TERMINATED,
    ...times,
    version: version + source.historyLength,
  };
}

/** Nobody is at work any more: what was running when it was ended did not get done. */
function abandoned({ resources, summary }: KnownState): Pick<KnownState, 'resources' | 'summary'> {
  const { running, failed } = summary;
  return {
    ...(resources && {
      resources: resources.map((resource) =>
        resource.status === 'running' ? { ...resource, status: 'failed' } : resource,
      ),
    }),
    summary: { ...summary, running: 0, failed: failed + running },
  };
}

const TERMINATED: OperationError = {
  code: 'operation_terminated',
  message:
    'The operation was ended from outside before it was done, and undid nothing. Delete the resource to take away what was made.',
  errorType: 'internal',
  details: { retryable: true },
};

function locationOf(operationId: string, { basePath }: Urls): string {
  return `${basePath}/operations/${operationId}`;
}

function links(
  { workflowId, runId, memo }: OperationSource,
  urls: Urls,
  status: OperationStatus,
): Operation['links'] {
  const { basePath, temporalUi } = urls;
  const { resourceType, resourceId, resourceUid } = memo.subject;
  // A built-in connection has none.
  const hasPage = resourceUid !== undefined;
  const self = locationOf(workflowId, urls);
  const isRetryable = status === 'failed' || status === 'canceled';
  return {
    self,
    events: `${self}/events`,
    ...(isCancelable(status) && { cancel: `${self}/cancel` }),
    ...(isRetryable && { retry: `${self}/retry` }),
    ...(hasPage && {
      resource: `${basePath}/${RESOURCE_KINDS[resourceType].collection}/${resourceId}`,
    }),
    ...(temporalUi && { temporalUi: temporalUi(workflowId, runId) }),
  };
}
