/** Reads an operation's server-sent events, and reconnects when the connection is lost. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { createRetryPolicy } from './retry-policy.ts';
import { pause } from './pause.ts';
import { ProblemError } from './problem-error.ts';
import type { Fetch } from './retrying-fetch.ts';
import type { Operation } from './types.ts';

/** The server sends a comment every 15 s. After three missed ones, the connection is considered dead. */
const SILENCE_TIMEOUT_MS = 45_000;
/** Used until the server sends its own reconnection time. */
const RECONNECT_MS = 1_000;
const COMPLETED = 'operation.completed';

export interface OperationEvent {
  type: 'operation.progress' | 'operation.completed';
  /** The version of the operation. Pass it as `lastEventId` to resume. */
  id: string;
  operation: Operation;
}

export interface EventOptions {
  /** Ends the stream; the operation continues. */
  signal?: AbortSignal;
  /** The id of the last event that was seen. The stream resumes after it. */
  lastEventId?: string;
}

/**
 * Yields the states of the operation, each version at most once, and returns after `operation.completed`.
 * Returns at once when `lastEventId` is the id of the outcome. Reconnects after a lost connection.
 *
 * @param url URL of the operation's events
 * @throws ProblemError when the operation does not exist, or when an outage lasts too long
 */
export async function* events(
  fetch: Fetch,
  url: string,
  { signal, lastEventId }: EventOptions = {},
): AsyncGenerator<OperationEvent, void, undefined> {
  const retryPolicy = createRetryPolicy();
  let last = lastEventId;
  let retryMs = RECONNECT_MS;
  for (;;) {
    const connection = open(signal);
    let pauseMs = retryMs;
    try {
      const response = await fetch(request(url, last, connection.signal));
      if (response.status === 204) return;
      if (!response.ok) throw new ProblemError(response.status, await bodyOf(response));
      retryPolicy.succeeded();
      for await (const message of messages(response, connection, (ms) => (retryMs = ms))) {
        const event = eventOf(message);
        if (event === undefined || !isNewer(event.id, last)) continue;
        last = event.id;
        yield event;
        if (event.type === COMPLETED) return;
      }
      pauseMs = retryMs;
    } catch (error) {
      signal?.throwIfAborted();
      pauseMs = Math.max(retryPolicy.delayAfter(error), retryMs);
    } finally {
      connection.close();
    }
    await pause(pauseMs, signal);
  }
}

interface Connection {
  signal: AbortSignal;
  /** Restarts the silence timeout. */
  received(): void;
  close(): void;
}

/** Returns a signal that aborts with the caller's, and when nothing was received for too long. */
function open(caller: AbortSignal | undefined): Connection {
  const controller = new AbortController();
  const abortSilent = () =>
    controller.abort(
      new DOMException(`No data for ${SILENCE_TIMEOUT_MS / 1000} s`, 'TimeoutError'),
    );
  let timer = setTimeout(abortSilent, SILENCE_TIMEOUT_MS);
  return {
    signal: caller ? AbortSignal.any([caller, controller.signal]) : controller.signal,
    received() {
      clearTimeout(timer);
      timer = setTimeout(abortSilent, SILENCE_TIMEOUT_MS);
    },
    close() {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

function request(url: string, last: string | undefined, signal: AbortSignal): Request {
  const headers = new Headers({ Accept: 'text/event-stream' });
  if (last !== undefined) headers.set('Last-Event-ID', last);
  return new Request(url, { headers, signal });
}

async function* messages(
  response: Response,
  connection: Connection,
  onRetry: (ms: number) => void,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let parsed: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => parsed.push(message), onRetry });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    connection.received();
    parser.feed(decoder.decode(value, { stream: true }));
    const ready = parsed;
    parsed = [];
    yield* ready;
  }
}

/** Returns undefined for an event type that this client does not know. */
function eventOf({ event: type, id, data }: EventSourceMessage): OperationEvent | undefined {
  if (type !== 'operation.progress' && type !== COMPLETED) return undefined;
  const operation: unknown = JSON.parse(data);
  if (!isOperation(operation)) return undefined;
  return { type, id: id ?? String(operation.version), operation };
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'id' in value && 'version' in value;
}

/** After a reconnection, a server process that lags behind may send states again. */
function isNewer(id: string, last: string | undefined): boolean {
  return last === undefined || Number(id) > Number(last);
}

async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
