import { ProblemError } from './problem-error.ts';
import { backoff } from './pause.ts';

/** How long a client that follows an operation keeps trying without any response. */
const MAX_OUTAGE_MS = 5 * 60_000;

/**
 * Decides whether a client that follows an operation tries again. The operation continues while the API
 * restarts, so the client waits until the outage has lasted too long.
 */
export interface RetryPolicy {
  /** Resets the policy after a response. */
  succeeded(): void;
  /** Returns the milliseconds to wait before the next attempt. Throws `failure` if there must be none. */
  delayAfter(failure: unknown): number;
}

export function createRetryPolicy(now: () => number = Date.now): RetryPolicy {
  let failures = 0;
  let lastResponseAt = now();
  return {
    succeeded() {
      failures = 0;
      lastResponseAt = now();
    },
    delayAfter(failure) {
      if (!isTemporary(failure) || now() - lastResponseAt > MAX_OUTAGE_MS) throw failure;
      failures += 1;
      return backoff(failures);
    },
  };
}

/** True for network errors, timeouts, server errors and `429`. */
function isTemporary(failure: unknown): boolean {
  if (failure instanceof ProblemError) return failure.status === 429 || failure.status >= 500;
  return (
    failure instanceof TypeError || (failure instanceof Error && failure.name === 'TimeoutError')
  );
}
