/** From whatever was thrown to the error that a client sees. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Effect, FailureDetails } from '../contract/failure.ts';
import { carriesEffect, isFailureDetails } from '../contract/guards.ts';
import type { OperationError } from '../contract/operation.ts';

/** The details that an activity of ours put into its failure, if it was one. */
export function failureDetails(error: unknown): FailureDetails | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure && cause.cause !== undefined)
    return failureDetails(cause.cause);
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const details: unknown = cause.details?.[0];
  return isFailureDetails(details) ? details : undefined;
}

/** What is certain of a node although making it failed or was canceled. */
export function effectOf(error: unknown): Effect | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof CancelledFailure)) return failureDetails(error)?.effect;
  const known: unknown = cause.details?.[0];
  return carriesEffect(known) ? known.effect : undefined;
}

/** The error that a client sees. `causedBy`: the URN of the resource that failed first. */
export function toOperationError(error: unknown, causedBy?: string): OperationError {
  const cause = causedBy === undefined ? {} : { causedBy };
  if (isCancellation(error)) return canceledError();
  const details = failureDetails(error);
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
      message: `${error.activityId ?? error.activityType} got no answer within its deadline.`,
      errorType: 'timeout',
      details: { retryable: true, ...cause },
    };
  }
  return {
    code: 'internal_error',
    message: "Slipway failed on its own; the worker's log and Temporal's Web UI say more.",
    errorType: 'internal',
    details: { retryable: false, ...cause },
  };
}

export function canceledError(): OperationError {
  return {
    code: 'operation_canceled',
    message: 'The operation was canceled; what it had made was undone.',
    errorType: 'canceled',
    details: { retryable: true },
  };
}

/** The error of an operation whose undoing failed; what led to the undoing stays in the message. */
export function cleanupFailedError(
  first: OperationError,
  survivors: readonly string[],
): OperationError {
  return {
    code: 'cleanup_failed',
    message:
      `${first.message.replace(/\.?$/, '.')} Undoing it failed: ${survivors.length} resource${survivors.length === 1 ? '' : 's'} ` +
      'may still exist. Delete the resource to try again.',
    errorType: first.errorType,
    details: { ...first.details, retryable: true, survivors: [...survivors] },
  };
}
