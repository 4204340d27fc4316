/** From whatever was thrown to the error that a client sees. */
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

const MAX_REASON_LENGTH = 512;

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

function canceledError(): OperationError {
  return {
    code: 'operation_canceled',
    message: 'The operation was canceled.',
    errorType: 'canceled',
    details: { retryable: true },
  };
}

/** What led to the end of an operation that did not get done. */
export interface Ending {
  /** What was thrown. */
  cause: unknown;
  canceled: boolean;
  /** The node that failed first, if one did. */
  first: { urn: string; error: OperationError } | undefined;
  /** URNs of what still exists though it should not. */
  survivors: readonly string[];
}

/** The error of a create whose effects were undone, or should have been. */
export function undoneError(ending: Ending): OperationError {
  const { canceled, first, survivors } = ending;
  if (survivors.length === 0) {
    if (!canceled) return firstError(ending);
    return {
      ...canceledError(),
      message: 'The operation was canceled; what it had made was undone.',
    };
  }
  const led = canceled ? canceledError() : firstError(ending);
  return {
    code: 'cleanup_failed',
    message:
      `${sentence(led.message)} Undoing it failed: ${counted(survivors)} may still exist. ` +
      'Delete the resource to try again.',
    errorType: led.errorType,
    details: {
      ...led.details,
      ...(first && { causedBy: first.urn }),
      retryable: true,
      survivors: [...survivors],
    },
  };
}

/** The error of a deletion that did not get to its end. */
export function undeletedError(ending: Ending): OperationError {
  const { canceled, survivors } = ending;
  const led = canceled ? canceledError() : firstError(ending);
  if (survivors.length === 0) return led;
  return {
    ...led,
    message: `${sentence(led.message)} Still there: ${counted(survivors)}. Delete again to go on.`,
    details: { ...led.details, survivors: [...survivors] },
  };
}

/** The error of an update whose effects were undone, or should have been. */
export function unrestoredError(ending: Ending): OperationError {
  const { canceled, first, survivors } = ending;
  const led = canceled ? canceledError() : firstError(ending);
  if (survivors.length === 0) {
    return canceled
      ? { ...led, message: 'The operation was canceled; the resource is as it was before.' }
      : led;
  }
  return {
    code: 'cleanup_failed',
    message:
      `${sentence(led.message)} Undoing it failed: ${counted(survivors)} may not be as before. ` +
      'Retry the operation, or change the resource again.',
    errorType: led.errorType,
    details: {
      ...led.details,
      ...(first && { causedBy: first.urn }),
      retryable: true,
      survivors: [...survivors],
    },
  };
}

/** The error of an update that was made, but left what it should have taken away. */
export function unretiredError(
  first: Ending['first'],
  survivors: readonly string[],
): OperationError {
  const led = first?.error ?? toOperationError(undefined);
  return {
    ...led,
    message:
      `${sentence(led.message)} The change itself is made; still there: ${counted(survivors)}. ` +
      'Retry the operation to go on.',
    details: { ...led.details, retryable: true, survivors: [...survivors] },
  };
}

/** Why a resource is `failed`, as long as a record may say it. */
export function reasonOf(error: OperationError): string {
  return error.message.slice(0, MAX_REASON_LENGTH);
}

function firstError({ cause, first }: Ending): OperationError {
  return first?.error ?? toOperationError(cause);
}

function sentence(text: string): string {
  return text.replace(/\.?$/, '.');
}

function counted(urns: readonly string[]): string {
  return `${urns.length} resource${urns.length === 1 ? '' : 's'}`;
}
