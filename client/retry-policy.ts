import { ProblemError } from './problem-error.ts';
import { backoff } from './pause.ts';
import { UnexpectedAnswerError } from './unexpected-answer.ts';

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

/** True for network errors, timeouts, server errors and `429`. */
function isTemporary(failure: unknown): boolean {
  if (failure instanceof ProblemError) return failure.status === 429 || failure.status >= 500;
  return (
    failure instanceof TypeError || (failure instanceof Error && failure.name === 'TimeoutError')
  );
}
