/**
 * The state of an operation, as its workflow stores it in the memo, answers queries and reports its
 * outcome.
 */
import type { DiagnosticList } from '../diagnostics/diagnostics.ts';
import type {
  OperationError,
  OperationResult,
  ProgressResource,
  ProgressSummary,
} from '../operations/operation.ts';
import type { ConfirmationReason, OperationStatus, Stage } from '../vocabulary.ts';
import type { OperationSubject } from './operation-input.ts';

/**
 * The status that a workflow stores. It is `running` while a plan waits for a confirmation; clients see the
 * stage as a status of its own.
 */
export type StoredStatus = Exclude<OperationStatus, 'awaiting_confirmation'>;

/** The part of an operation that a list shows. In the memo under `state`. */
export interface OperationState {
  /** Grows by one with every change that a client can see. */
  version: number;
  status: StoredStatus;
  stage: Stage;
  message: string;
  /** Why a plan has to be confirmed again. */
  reason?: ConfirmationReason;
  /** The commit of the source, once it is known. */
  commit?: string;
  summary: ProgressSummary;
  /** RFC 3339 in UTC with milliseconds, like all times in this file. */
  updatedAt?: string;
  startedAt?: string;
  completedAt?: string;
}

/** The whole state of an operation, and its outcome. */
export interface OperationSnapshot extends OperationState {
  resources: ProgressResource[];
  result?: OperationResult;
  error?: OperationError;
  diagnostics?: DiagnosticList;
}

/** The answer of the query `operation`. */
export interface OperationAnswer extends OperationSnapshot {
  /** The URNs of the nodes that each node of the plan depends on. Absent without a provider's plan. */
  dependencies?: Record<string, string[]>;
}

/** The memo of an operation's workflow. */
export interface OperationMemo {
  subject: OperationSubject;
  state: OperationState;
  /** Only of a canceled operation, because its close event cannot carry an outcome. */
  outcome?: OperationSnapshot;
}
