import { MAX_DECISIONS, type Decision } from '../../contract/operations/decision.ts';
import type { Operation } from '../../contract/operations/operation.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';

/** The field of an operation that has the decisions about it; none if there are none. */
export function shownDecisions(
  { retryOf, retryReason }: Pick<OperationSubject, 'retryOf' | 'retryReason'>,
  createdAt: string,
  later: readonly Decision[] = [],
): Pick<Operation, 'decisions'> {
  const reason = retryReason === undefined ? {} : { reason: retryReason };
  const retry: Decision[] = retryOf ? [{ kind: 'retry', at: createdAt, ...reason }] : [];
  const decisions = [...retry, ...later].slice(0, MAX_DECISIONS);
  return decisions.length === 0 ? {} : { decisions };
}
