import type { ErrorType } from '../vocabulary.ts';

/**
 * What is certain of a node although making it failed or was canceled: that the cloud holds nothing of
 * it, or that it holds this. Without it the thing may exist, or may yet appear.
 */
export type Effect = { nothingCreated: true } | { cloudId: string };

/**
 * What an activity's failure carries in `details[0]`. Its `type` is the code, its message the public
 * one; nothing else of an error leaves the worker but into the log.
 */
export interface FailureDetails {
  code: string;
  message: string;
  errorType: ErrorType;
  retryable: boolean;
  /** Whole seconds. */
  retryAfter?: number;
  requestId?: string;
  fieldErrors?: Record<string, string>;
  /** Of a node that was to be made. */
  effect?: Effect;
  /** The resource that it is about, where the failure of one activity can be that of many. */
  urn?: string;
  /** With `resource_busy`. */
  conflictingOperationId?: string;
}
