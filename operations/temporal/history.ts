/** Reads and follows the history of an operation's workflow. Needs no worker. */
import type { Client } from '@temporalio/client';
import { within, withDeadline } from './calls.ts';

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

async function historyPage(
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

/**
 * Yields the events of a run from its beginning, page by page. Throws `temporal_unavailable`.
 *
 * @param deadlineMs returns how long the next page may take, in milliseconds
 */
export async function* historyPages(
  client: Client,
  execution: Execution,
  deadlineMs?: () => number,
): AsyncGenerator<HistoryEvent[], void, undefined> {
  let token: Uint8Array | undefined;
  do {
    const from = token;
    const page = await withDeadline(
      client,
      () => historyPage(client, execution, from, false),
      deadlineMs?.(),
    );
    yield page.events;
    ({ token } = page);
  } while (token.length > 0);
}
