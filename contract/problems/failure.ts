import type { DiagnosticList } from '../diagnostics/diagnostics.ts';
import type { ErrorType } from '../vocabulary.ts';

/**
 * What is certain about a node although its creation failed or was canceled: nothing of it
 * exists in the cloud, or the resource with this cloud id does. Without an effect, the node may exist or
 * may still appear.
 */
export type Effect = { nothingCreated: true } | { cloudId: string };

/**
 * The content of `details[0]` of an activity's failure. The failure's `type` is the code, and its message
 * is public. All other parts of an error go only into the worker's log.
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
  /** The effect on a node that was to be created. */
  effect?: Effect;
  /** The resource that the failure is about, if the activity works on several. */
  urn?: string;
  /**
   * The engine's addresses of resources that may exist without a record in the state, because the engine was
   * killed while it made them.
   */
  uncertain?: string[];
  /** Those of them that the state may have after all. Absent in failures of earlier versions. */
  unverified?: string[];
  /** Everything that the engine has said until it failed. */
  diagnostics?: DiagnosticList;
  /** With `resource_busy`. */
  conflictingOperationId?: string;
}
