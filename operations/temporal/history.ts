/** Reads and follows the history of an operation's workflow. Needs no worker. */
import type { Client } from '@temporalio/client';
import { within } from './calls.ts';

/** The server ends a long poll after 20 s with an empty answer. */
const LONG_POLL_DEADLINE_MS = 25_000;

type HistoryAnswer = Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>;
export type HistoryEvent = NonNullable<NonNullable<HistoryAnswer['history']>['events']>[number];

export interface HistoryPage {
  events: HistoryEvent[];
  /** The token of the next page; empty at the end. */
  token: Uint8Array;
}

export interface Execution {
  workflowId: string;
  runId: string;
}

/**
 * Waits for events after `token` and resolves to them; to an empty page when none came for a while.
 */
export async function nextEvents(
  client: Client,
  execution: Execution,
  token: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<HistoryPage> {
  return within(client, LONG_POLL_DEADLINE_MS, () =>
    client.withAbortSignal(signal, () => historyPage(client, execution, token, true)),
  );
}

export async function historyPage(
  client: Client,
  { workflowId, runId }: Execution,
  token: Uint8Array | undefined,
  waitNewEvent: boolean,
): Promise<HistoryPage> {
  const { history, nextPageToken } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    waitNewEvent,
    skipArchival: true,
    ...(token && { nextPageToken: token }),
  });
  return { events: history?.events ?? [], token: nextPageToken };
}

/** What the new events of a page mean for a watch. */
export interface EventSummary {
  /** The number of the last event that was seen. */
  seen: number;
  /** The workflow may have changed its state. */
  taskCompleted: boolean;
  cancelRequested: boolean;
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
