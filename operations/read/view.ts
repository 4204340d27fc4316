/** Builds the Operation that a client sees from Temporal's data about its workflow. */
import type { WorkflowExecutionInfo } from '@temporalio/client';
import type {
  OperationMemo,
  OperationAnswer,
  OperationState,
} from '../../contract/temporal/operation-memo.ts';
import type { Decision } from '../../contract/operations/decision.ts';
import type { Estimate, Operation, OperationError } from '../../contract/operations/operation.ts';
import { cutText } from '../../contract/cut-text.ts';
import { isTerminal, type OperationStatus } from '../../contract/vocabulary.ts';
import { shownDecisions } from '../decisions/shown-decisions.ts';
import { shownDiagnostics } from './diagnostics.ts';
import { isCancelable, links, locationOf, type Urls } from './links.ts';
import type { PendingStep } from '../pending/step.ts';
import { withFacts, type NodeFacts } from '../pending/nodes.ts';
import { addedText, noteHash, type Revision } from './revision.ts';

/** One run of an operation. */
export type OperationSource = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'runId' | 'startTime' | 'closeTime' | 'status' | 'historyLength'
> & {
  /** The start of the first run. A run that began with a reset in Temporal has a later `startTime`. */
  createdAt: Date;
  memo: OperationMemo;
  cancelRequested: boolean;
  pending?: PendingStep[];
  /** What Temporal knows of the nodes that are being worked on. */
  facts?: ReadonlyMap<string, NodeFacts>;
  /** What members have decided about the run, as its history says. */
  decisions?: readonly Decision[];
};

/** The state from a snapshot, which has the list of resources, or from the memo, which does not. */
export type KnownState = OperationState & Partial<OperationAnswer> & { estimate?: Estimate };

/**
 * The source of the state in an answer: the workflow, its outcome, or the memo; `history` if the list of
 * resources was rebuilt from the history, beside the memo.
 */
export type ProgressSource = 'query' | 'history' | 'memo' | 'result';

/** One state of an operation as clients see it. All readers of the state share this object. */
export interface OperationRead {
  operation: Operation;
  source: ProgressSource;
  /** The URL or the path of the operation. */
  location: string;
  revision: Revision;
  /** The operation as JSON. */
  readonly body: string;
}

/** Where the state of a read comes from. */
interface ReadFrom {
  source: ProgressSource;
  /** With `history`: its last event. */
  eventId?: number;
}

/** The memo's state, with or without a list from the history. */
export function fromMemo(list: { eventId: number } | undefined): ReadFrom {
  return list === undefined ? { source: 'memo' } : { source: 'history', eventId: list.eventId };
}

/** @param note on pending steps; is appended to the message */
export function operationRead(
  source: OperationSource,
  known: KnownState,
  urls: Urls,
  from: ReadFrom,
  note?: string,
): OperationRead {
  const message = note === undefined ? known.message : `${known.message}; ${note}`;
  const resources = withFacts(known.resources, source.facts);
  const shown = { ...known, message, ...(resources && { resources }) };
  const operation = operationView(source, shown, urls);
  const added = addedText(
    note,
    resources === known.resources ? undefined : resources,
    source.decisions ?? [],
    known.estimate,
  );
  let body: string | undefined;
  return {
    operation,
    source: from.source,
    location: locationOf(source.workflowId, urls),
    revision: {
      runId: source.runId,
      version: operation.version,
      canceling: operation.status === 'canceling' && known.status !== 'canceling',
      memo: from.source === 'memo' || from.source === 'history',
      ...(from.eventId !== undefined && { history: from.eventId }),
      ...(added !== undefined && { note: noteHash(added) }),
    },
    get body() {
      body ??= JSON.stringify(operation);
      return body;
    },
  };
}

/** The same state with another message, which the workflow does not know yet. */
export function withMessage(read: OperationRead, message: string): OperationRead {
  const { operation, revision } = read;
  const told = { ...operation, progress: { ...operation.progress, message } };
  return {
    ...read,
    operation: told,
    revision: { ...revision, note: noteHash(message) },
    body: JSON.stringify(told),
  };
}

/** Whether the operation's workflow is still running. */
export function isOpen({ status }: Pick<OperationSource, 'status'>): boolean {
  return status.name === 'RUNNING' || status.name === 'PAUSED';
}

export function operationView(source: OperationSource, known: KnownState, urls: Urls): Operation {
  const { subject } = source.memo;
  const createdAt = source.createdAt.toISOString();
  const { status, error, completedAt, version } = outcome(source, known);
  const { resources = [], summary } = error === TERMINATED ? withoutRunning(known) : known;
  return {
    id: source.workflowId,
    organizationId: subject.organizationId,
    memberId: subject.memberId,
    operation: subject.operation,
    status,
    ...(known.result && { result: known.result }),
    ...(error && { error: traceable(error, subject.requestId) }),
    ...shownDiagnostics(known.diagnostics),
    progress: {
      stage: isTerminal(status) ? 'done' : known.stage,
      message: cutText(error?.message ?? known.message),
      ...(known.reason && !isTerminal(status) && { reason: known.reason }),
      ...(known.commit !== undefined && { commit: known.commit }),
      resources,
      summary,
      ...(known.estimate && { estimate: known.estimate }),
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
    ...shownDecisions(subject, createdAt, source.decisions),
    links: links(source, urls, status),
  };
}

/**
 * Adds the id of the request that started the operation, unless the error already has a request id
 * of the vendor.
 */
function traceable(error: OperationError, requestId: string | undefined): OperationError {
  return requestId === undefined ? error : { ...error, details: { requestId, ...error.details } };
}

function outcome(
  source: OperationSource,
  known: KnownState,
): { status: OperationStatus; error?: OperationError; completedAt?: string; version: number } {
  const error = known.error === undefined ? {} : { error: known.error };
  const open = isOpen(source);
  const version = known.version + resetOffset(source);
  const completedAt = known.completedAt ?? (open ? undefined : source.closeTime?.toISOString());
  const times = completedAt === undefined ? {} : { completedAt };
  if (isTerminal(known.status)) return { status: known.status, ...error, ...times, version };
  if (open) return { status: openStatus(source, known), ...error, version };
  // The workflow was ended from outside and could not count this change. Adding the length of the
  // history gives every process the same version, above all versions that the memo may lack.
  return {
    status: 'failed',
    error: TERMINATED,
    ...times,
    version: version + source.historyLength,
  };
}

function openStatus(
  { cancelRequested }: OperationSource,
  { status, stage }: KnownState,
): OperationStatus {
  if (cancelRequested) return 'canceling';
  const isWaiting = status === 'running' && stage === 'awaiting_confirmation';
  return isWaiting ? 'awaiting_confirmation' : status;
}

/**
 * A run that began with a reset counts its versions from the point of the reset again. Adding the
 * milliseconds from the first start to the reset keeps versions growing, because no operation changes more
 * than once a millisecond on average. Every process computes the same.
 */
function resetOffset({ startTime, createdAt }: OperationSource): number {
  return startTime.getTime() - createdAt.getTime();
}

/** Marks the resources that were running when the workflow was terminated as failed. */
function withoutRunning({
  resources,
  summary,
}: KnownState): Pick<KnownState, 'resources' | 'summary'> {
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
    'The operation was terminated from outside before it finished, and undid nothing. Delete the resource to remove what was created.',
  errorType: 'internal',
  details: { retryable: true },
};
