/** What an apply says at its end, beside the engine's own words. */
import type { PlanDecision } from '../../contract/temporal/engine.ts';
import type { OperationError } from '../../contract/operations/operation.ts';

/** Of a plan that was discarded, or that nobody has answered in time. */
export function unconfirmed(answer: Exclude<PlanDecision, 'confirm'> | undefined): OperationError {
  return answer === 'discard'
    ? {
        code: 'plan_discarded',
        message: 'The plan was discarded; nothing was changed.',
        errorType: 'canceled',
        details: { retryable: true },
      }
    : {
        code: 'confirmation_timeout',
        message: 'Nobody confirmed the plan in time; nothing was changed.',
        errorType: 'timeout',
        details: { retryable: true },
      };
}

const MAX_NAMED = 3;

/** What nobody can know is said: addresses of what may exist without a record. */
export function doubts(addresses: readonly string[]): string {
  if (addresses.length === 0) return '';
  const named = addresses.slice(0, MAX_NAMED).join(', ');
  const more = addresses.length > MAX_NAMED ? ` and ${addresses.length - MAX_NAMED} more` : '';
  return `; the engine died while it made ${named}${more}, which may exist twice: look for it by hand`;
}
