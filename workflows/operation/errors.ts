/** Turns a thrown error into the error that a client sees. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Effect, FailureDetails } from '../../contract/problems/failure.ts';
import { carriesEffect, isFailureDetails } from '../../contract/guards.ts';
import type { OperationError } from '../../contract/operations/operation.ts';

/** The maximum length of a record's `statusReason`, in characters. */
export const MAX_REASON_LENGTH = 512;

/** Ends an operation with an error that a client may see as it is. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  readonly error: OperationError;
  constructor(error: OperationError) {
    super(error.message);
    this.error = error;
  }
}

/** The details that one of Slipway's activities put into its failure; undefined for any other error. */
export function failureDetails(error: unknown): FailureDetails | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure && cause.cause !== undefined)
    return failureDetails(cause.cause);
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const details: unknown = cause.details?.[0];
  return isFailureDetails(details) ? details : undefined;
}

/** Returns what is known about a node although its activity failed or was canceled. */
export function effectOf(error: unknown): Effect | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof CancelledFailure)) return failureDetails(error)?.effect;
  const known: unknown = cause.details?.[0];
  return carriesEffect(known) ? known.effect : undefined;
}

/** The error that a client sees. `causedBy` is the URN of the node that failed first. */
export function toOperationError(error: unknown, causedBy?: string): OperationError {
  if (error instanceof OperationFailed) return error.error;
  if (isCancellation(error)) return canceledError();
  const details = failureDetails(error);
  const urn = causedBy ?? details?.urn;
  const cause = urn === undefined ? {} : { causedBy: urn };
  if (details !== undefined) {
    return {
      code: details.code,
      message: details.message,
      errorType: details.errorType,
      details: {
        retryable: details.retryable,
        ...(details.retryable &&
          details.retryAfter !== undefined && { retryAfter: details.retryAfter }),
        ...(details.fieldErrors && { fieldErrors: details.fieldErrors }),
        ...(details.requestId !== undefined && { requestId: details.requestId }),
        ...cause,
      },
    };
  }
  if (error instanceof ActivityFailure && error.cause instanceof TimeoutFailure) {
    return {
      code: 'deadline_exceeded',
      message: `${activityOf(error)} got no answer within its deadline.`,
      errorType: 'timeout',
      details: { retryable: true, ...cause },
    };
  }
  return {
    code: 'internal_error',
    message:
      "Slipway failed with an unexpected error. The worker's log and Temporal's Web UI have the details.",
    errorType: 'internal',
    details: { retryable: false, ...cause },
  };
}

/** The error of an operation that was canceled. */
export function canceledError(message = 'The operation was canceled.'): OperationError {
  return {
    code: 'operation_canceled',
    message,
    errorType: 'canceled',
    details: { retryable: true },
  };
}

/**
 * The error of an operation that ends by a failure or by a cancel. An activity that fails while the cancel is on
 * its way to it ends with its own failure, so the cause does not tell which of the two it was.
 */
export function endingError(
  { cause, canceled }: { cause: unknown; canceled: boolean },
  causedBy?: string,
): OperationError {
  return canceled ? canceledError() : toOperationError(cause, causedBy);
}

/** Names the activity: its node, or its type if its id is only a number. */
function activityOf({ activityId, activityType }: ActivityFailure): string {
  return activityId === undefined || /^\d+$/.test(activityId) ? activityType : activityId;
}

/** Returns the reason for the status `failed` of a resource, cut to the length that a record allows. */
export function reasonOf(error: OperationError): string {
  return error.message.slice(0, MAX_REASON_LENGTH);
}
