/** What the new events of a page mean for a watch. */
import { isDecisionEvent } from '../decisions/decision-events.ts';
import type { HistoryEvent } from '../temporal/history.ts';

export interface EventSummary {
  /** The number of the last event that was seen. */
  seen: number;
  /** The workflow may have changed its state. */
  taskCompleted: boolean;
  cancelRequested: boolean;
  /** A decision about a plan has come, or a request to cancel. */
  decided: boolean;
  closed: boolean;
}

/** Summarizes the events after number `seen`. */
export function summarizeEvents(events: readonly HistoryEvent[], seen: number): EventSummary {
  const fresh = events.filter(({ eventId }) => Number(eventId) > seen);
  return {
    seen: Number(fresh.at(-1)?.eventId ?? seen),
    taskCompleted: fresh.some((event) => Boolean(event.workflowTaskCompletedEventAttributes)),
    cancelRequested: fresh.some((event) =>
      Boolean(event.workflowExecutionCancelRequestedEventAttributes),
    ),
    decided: fresh.some(isDecisionEvent),
    closed: fresh.some((event) =>
      Boolean(
        event.workflowExecutionCompletedEventAttributes ??
        event.workflowExecutionFailedEventAttributes ??
        event.workflowExecutionCanceledEventAttributes ??
        event.workflowExecutionTerminatedEventAttributes ??
        event.workflowExecutionTimedOutEventAttributes ??
        event.workflowExecutionContinuedAsNewEventAttributes,
      ),
    ),
  };
}
