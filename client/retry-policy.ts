import { ProblemError } from './problem-error.ts';
import { backoff } from './pause.ts';
import { UnexpectedAnswerError } from './unexpected-answer.ts';

/**
 * Statuses of a trouble that passes. 429 and 503 come from Slipway: too many requests, or Temporal is not
 * reachable. The others come from a proxy that has lost Slipway, for example while it restarts. Slipway may have
 * carried out such a request, so only the Idempotency-Key makes it safe to repeat a change.
 */
export const TEMPORARY_STATUSES: ReadonlySet<number> = new Set([
  408, 425, 429, 502, 503, 504,
  // Cloudflare's own codes for the same: no answer, a refused connection, timeouts, no route, overload.
  520,
  521, 522, 523, 524, 529,
]);

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
  let answered = false;
  return {
    succeeded() {
      answered = true;
      failures = 0;
      lastResponseAt = now();
    },
    delayAfter(failure) {
      // Once Slipway has answered, the page of a proxy stands for an outage. Before, the address is wrong.
      const temporary =
        isTemporary(failure) || (answered && failure instanceof UnexpectedAnswerError);
      if (!temporary || now() - lastResponseAt > MAX_OUTAGE_MS) throw failure;
      failures += 1;
      return backoff(failures);
    },
  };
}

/** True for network errors, timeouts, server errors and the statuses above. */
function isTemporary(failure: unknown): boolean {
  if (failure instanceof ProblemError) {
    return TEMPORARY_STATUSES.has(failure.status) || failure.status >= 500;
  }
  return (
    failure instanceof TypeError || (failure instanceof Error && failure.name === 'TimeoutError')
  );
}
