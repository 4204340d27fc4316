/** Turns errors into the failures that Temporal stores and workflows read. */
import { ApplicationFailure } from '@temporalio/common';
import type { FailureDetails } from '../contract/problems/failure.ts';
import { cutText } from '../contract/cut-text.ts';
import { ProviderError } from '../providers/provider.ts';

/**
 * Returns a failure that carries `details`. Temporal retries it if `details.retryable` is true and `final`
 * does not say otherwise. The pause before the retry is `retryDelayMs`, or else `details.retryAfter`.
 * `benign` marks an expected failure, which the SDK neither logs nor counts as an error.
 */
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

/** The part of a provider's error that clients may see. */
export function detailsOf(error: ProviderError): FailureDetails {
  return {
    code: error.code,
    // The full list of faults is in `fieldErrors`.
    message: cutText(error.publicMessage),
    errorType: error.errorType,
    retryable: error.retryable,
    ...(error.retryAfter !== undefined && { retryAfter: Math.ceil(error.retryAfter) }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
    ...(error.fieldErrors !== undefined && { fieldErrors: error.fieldErrors }),
  };
}

/** Turns a ProviderError into a failure. Returns Temporal's own failures and bugs unchanged. */
export function toFailure(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  // Use the vendor's exact delay, which can be a fraction of a second. `retryAfter` in the details is
  // rounded up.
  const { retryAfter } = error;
  return applicationFailure(
    detailsOf(error),
    retryAfter === undefined ? {} : { retryDelayMs: retryAfter * 1000 },
  );
}
