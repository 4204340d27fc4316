/** Messages about the end of an apply, in addition to the engine's own. */
import type { PlanDecision } from '../../contract/temporal/engine.ts';
import type { OperationError } from '../../contract/operations/operation.ts';

/**
 * The error for a plan that a client discarded, or did not confirm in time.
 *
 * @param isPartial an earlier plan of the operation was applied in part
 */
export function unconfirmed(
  answer: Exclude<PlanDecision, 'confirm'> | undefined,
  isPartial: boolean,
): OperationError {
  const effect = isPartial ? 'what was changed before remains' : 'nothing was changed';
  return answer === 'discard'
    ? {
        code: 'plan_discarded',
        message: `The plan was discarded; ${effect}.`,
        errorType: 'canceled',
        details: { retryable: true },
      }
    : {
        code: 'confirmation_timeout',
        message: `The plan was not confirmed in time; ${effect}.`,
        errorType: 'timeout',
        details: { retryable: true },
      };
}
