/** The one place that turns what a provider throws into a failure for Temporal. */
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails } from '../contract/problems/failure.ts';
import { MAX_MESSAGE_LENGTH } from '../contract/vocabulary.ts';
import { ProviderError } from '../providers/provider.ts';

/** A failure with Slipway's details; `nextRetryDelay` follows the vendor's pace. */
export function applicationFailure(
  details: FailureDetails,
  options: { final?: boolean; benign?: boolean; retryDelayMs?: number } = {},
): ApplicationFailure {
  const delay =
    options.retryDelayMs ??
    (details.retryAfter === undefined ? undefined : details.retryAfter * 1000);
  return ApplicationFailure.create({
    type: details.code,
    message: details.message,
    nonRetryable: options.final ?? !details.retryable,
    details: [details],
    ...(delay !== undefined && { nextRetryDelay: delay }),
    ...(options.benign && { category: 'BENIGN' }),
  });
}

/** The details of a provider's error, as far as a client may see them. */
export function detailsOf(error: ProviderError): FailureDetails {
  return {
    code: error.code,
    // Whole lists of faults are in `fieldErrors`.
    message: error.publicMessage.slice(0, MAX_MESSAGE_LENGTH),
    errorType: error.errorType,
    retryable: error.retryable,
    ...(error.retryAfter !== undefined && { retryAfter: Math.ceil(error.retryAfter) }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    ...(error.fieldErrors !== undefined && { fieldErrors: error.fieldErrors }),
  };
}

/** The vendor's pace, which may be finer than the whole seconds that a client sees. */
function paceOf(error: ProviderError): { retryDelayMs?: number } {
  return error.retryAfter === undefined ? {} : { retryDelayMs: error.retryAfter * 1000 };
}

/** Anything else that an activity throws passes through: Temporal's own failures, and bugs. */
export function toFailure(error: unknown): unknown {
  return error instanceof ProviderError
    ? applicationFailure(detailsOf(error), paceOf(error))
    : error;
}
