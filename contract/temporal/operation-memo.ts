/** What a workflow shows of its operation: in its memo, as the answer of its query, and as its outcome. */
import type {
  OperationError,
  OperationResult,
  ProgressResource,
  ProgressSummary,
} from '../operations/operation.ts';
import type { OperationStatus, Stage } from '../vocabulary.ts';
import type { OperationSubject } from './operation-input.ts';

/** The part of an operation that a list shows. In the memo under `state`. */
export interface OperationState {
  /** Grows by one with every change that a client can see. */
  version: number;
  status: OperationStatus;
  stage: Stage;
  message: string;
  summary: ProgressSummary;
  /** RFC 3339 in UTC with milliseconds, as all times here. */
  updatedAt?: string;
  startedAt?: string;
  completedAt?: string;
}

/** All that the workflow knows of its operation: the answer of the query `operation`, and its outcome. */
export interface OperationSnapshot extends OperationState {
  resources: ProgressResource[];
  result?: OperationResult;
  error?: OperationError;
}

/** The memo of an operation's workflow. */
export interface OperationMemo {
  subject: OperationSubject;
  state: OperationState;
  /** Only of a canceled one: its close event has no room for an outcome. */
  outcome?: OperationSnapshot;
}
