import { ProblemError } from './problem-error.ts';
import { backoff } from './pause.ts';

/** So long a follower of an operation goes on without any answer. */
const MAX_OUTAGE_MS = 5 * 60_000;

/**
 * Whoever follows an operation outlasts a restart of the API: the operation itself goes on meanwhile.
 * Counts failures in a row, and ends the patience when they have lasted too long.
 */
export interface RetryPolicy {
  /** An answer came. */
  succeeded(): void;
  /** Milliseconds until the next attempt. Throws the failure when there must be none. */
  delayAfter(failure: unknown): number;
}

export function createRetryPolicy(now: () => number = Date.now): RetryPolicy {
  let failures = 0;
  let lastAnswer = now();
  return {
    succeeded() {
      failures = 0;
      lastAnswer = now();
    },
    delayAfter(failure) {
      if (!isTemporary(failure) || now() - lastAnswer > MAX_OUTAGE_MS) throw failure;
      failures += 1;
      return backoff(failures);
    },
  };
}

/** No connection, no answer in time, or a server that has its own troubles. */
function isTemporary(failure: unknown): boolean {
  if (failure instanceof ProblemError) return failure.status === 429 || failure.status >= 500;
  return (
    failure instanceof TypeError || (failure instanceof Error && failure.name === 'TimeoutError')
  );
}
