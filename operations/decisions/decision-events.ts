/** Finds in the history of an operation what members have decided about it. */
import { MAX_REASON_LENGTH, type Decision } from '../../contract/operations/decision.ts';
import type { PlanDecision } from '../../contract/temporal/engine.ts';
import { SIGNALS, UPDATES } from '../../contract/temporal/names.ts';
import type { HistoryEvent } from '../temporal/history.ts';
import { stageIn, timeOf, valueOf } from '../timeline/events.ts';

/** The text in the history for a cancel without a reason. */
export const NO_REASON = 'canceled through the API';

/** A decision about an operation that exists. A retry is the beginning of an operation. */
export type HistoryDecision = Decision & { kind: Exclude<Decision['kind'], 'retry'> };

interface Decided<Kind extends HistoryDecision['kind'] = HistoryDecision['kind']> {
  kind: Kind;
  reason?: string | undefined;
}

/** Returns the decision about a plan that the event brings. It may not count, because the plan was decided before. */
export function planDecisionIn(event: HistoryEvent): Decided<PlanDecision> | undefined {
  const signal = event.workflowExecutionSignaledEventAttributes;
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  const isSignal = signal?.signalName === SIGNALS.planDecision;
  if (!isSignal && update?.name !== UPDATES.submitPlanDecision) return undefined;
  const args = isSignal ? signal.input : update?.args;
  const kind = valueOf<PlanDecision>(args);
  return kind && { kind, reason: valueOf<string>(args, 1) };
}

/** Whether the event may bring a decision. */
export function isDecisionEvent(event: HistoryEvent): boolean {
  return Boolean(
    event.workflowExecutionCancelRequestedEventAttributes ?? planDecisionIn(event) ?? false,
  );
}

/**
 * Returns a function that finds the decision that an event brings. Call it with every event, in their order. Of
 * several decisions about one plan, the first one counts.
 */
export function createDecisions(): (event: HistoryEvent) => HistoryDecision | undefined {
  let isOpen = true;
  let isCanceled = false;

  function found(event: HistoryEvent): Decided | undefined {
    const cancel = event.workflowExecutionCancelRequestedEventAttributes;
    if (cancel) {
      if (isCanceled) return undefined;
      isCanceled = true;
      const { cause } = cancel;
      return { kind: 'cancel', ...(cause && cause !== NO_REASON && { reason: cause }) };
    }
    const stage = stageIn(event);
    if (stage !== undefined) isOpen = stage === 'awaiting_confirmation';
    const decision = planDecisionIn(event);
    if (decision === undefined || !isOpen) return undefined;
    isOpen = false;
    return decision;
  }

  return (event) => {
    const decision = found(event);
    if (decision === undefined) return undefined;
    const { kind, reason = '' } = decision;
    const at = new Date(timeOf(event)).toISOString();
    return { kind, at, ...(reason !== '' && { reason: reason.slice(0, MAX_REASON_LENGTH) }) };
  };
}
