import type { Client } from '@temporalio/client';
import { pause } from '../read/change-signal.ts';
import { isGone } from '../read/describe.ts';
import { nextEvents, type Execution, type HistoryEvent } from '../temporal/history.ts';
import { summarizeEvents } from '../timeline/event-summary.ts';

/** The shortest time between two long polls: the events that come meanwhile are read together. */
const MIN_POLL_MS = 200;
const RECONNECT_MS = 1_000;

/**
 * Yields the events of a run from its beginning, and new ones as they come, until the run has closed or the signal
 * aborts. Waits while Temporal is unreachable. Needs no worker.
 */
export async function* followHistory(
  client: Client,
  execution: Execution,
  signal: AbortSignal,
): AsyncGenerator<HistoryEvent[], void, undefined> {
  let token: Uint8Array | undefined;
  while (!signal.aborted) {
    try {
      const page = await nextEvents(client, execution, token, signal);
      ({ token } = page);
      if (page.events.length > 0) yield page.events;
      if (token.length === 0 || summarizeEvents(page.events, 0).closed) return;
      await pause(MIN_POLL_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (isGone(error)) throw error;
      await pause(RECONNECT_MS, signal);
    }
  }
}
