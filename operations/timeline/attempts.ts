/** The failed attempts of a step that was tried again. The history has the last one of them. */
import { nodeFailure } from '../../contract/operations/node-progress.ts';
import type { NodeFailure } from '../../contract/operations/operation.ts';
import { isWait, type Failure } from '../pending/activity.ts';
import type { HistoryEvent } from '../temporal/history.ts';
import { detailsOf } from './events.ts';

type Started = NonNullable<HistoryEvent['activityTaskStartedEventAttributes']>;

/** Returns how an attempt failed. The message of another failure than Slipway's own may contain anything. */
export function failureOf(failure: Failure): NodeFailure {
  const details = detailsOf(failure);
  if (details !== undefined) return nodeFailure(details);
  return failure.timeoutFailureInfo
    ? { code: 'deadline_exceeded', message: 'The attempt ended without an answer.' }
    : {
        code: 'internal_error',
        message: "The attempt failed with an unexpected error, which the worker's log has.",
      };
}

export function attemptText(attempt: number, { code, message }: NodeFailure): string {
  return `attempt ${attempt}, because the last one failed with ${code.replaceAll('_', ' ')}: ${message}`;
}

/** What the start of a step's last attempt says about the attempts before; undefined if there were none. */
export function earlierAttempts({
  attempt,
  lastFailure,
}: Started): { type: 'step.retried' | 'step.waited'; words: string } | undefined {
  if (!lastFailure || (attempt ?? 1) < 2) return undefined;
  const failure = failureOf(lastFailure);
  return isWait(lastFailure)
    ? { type: 'step.waited', words: failure.message }
    : { type: 'step.retried', words: attemptText(attempt ?? 2, failure) };
}
