/** Reads an operation's server-sent events, and reconnects when the connection is lost. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isTerminal } from '../../contract/vocabulary.ts';
import { isOperation } from '../check-answer.ts';
import { createRetryPolicy } from '../retry-policy.ts';
import { pause } from '../pause.ts';
import { ProblemError } from '../problem-error.ts';
import type { Fetch } from '../retrying-fetch.ts';
import { linkedSignal } from '../../contract/linked-signal.ts';
import { untilAborted } from './signals.ts';
import type { Operation } from '../types.ts';

/** The server sends a comment every 15 s. After three missed ones, the connection is considered dead. */
const SILENCE_TIMEOUT_MS = 45_000;
/** Used until the server sends its own reconnection time. */
const RECONNECT_MS = 1_000;
/** After this many connections in a row that have brought nothing new, the client polls instead. */
const MAX_EMPTY_STREAMS = 3;
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

/** Yields newer and newer states of an operation until it is terminal. */
export type Poll = (signal: AbortSignal | undefined) => AsyncIterable<Operation>;

/**
 * Yields the states of the operation, each version at most once, and returns after `operation.completed`.
 * Returns at once when `lastEventId` is the id of the outcome. Reconnects after a lost connection. Polls if there
 * is no stream, for example because a proxy withholds it.
 *
 * @param url URL of the operation's events
 * @param poll follows the operation without a stream
 * @throws ProblemError when the operation does not exist, or when an outage lasts too long
 */
export async function* events(
  fetch: Fetch,
  url: string,
  poll: Poll,
  { signal, lastEventId }: EventOptions = {},
): AsyncGenerator<OperationEvent, void, undefined> {
  const retryPolicy = createRetryPolicy();
  let last = lastEventId;
  let retryMs = RECONNECT_MS;
  let emptyStreams = 0;
  for (;;) {
    const connection = openConnection(signal);
    let pauseMs = retryMs;
    try {
      const { signal: open } = connection;
      const response = await untilAborted(open, fetch(request(url, last, open)));
      // The caller has seen the outcome. Nothing else is a reason to believe that the operation has ended.
      if (response.status === 204 && last !== undefined && last === lastEventId) return;
      if (!response.ok) throw new ProblemError(response.status, await bodyOf(response));
      if (!isEventStream(response)) break;
      emptyStreams += 1;
      retryPolicy.succeeded();
      for await (const message of messages(response, connection, (ms) => (retryMs = ms))) {
        const event = eventOf(message);
        if (event === undefined || !isNewer(event.id, last)) continue;
        last = event.id;
        emptyStreams = 0;
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
    if (emptyStreams >= MAX_EMPTY_STREAMS) break;
    await pause(pauseMs, signal);
  }
  for await (const operation of poll(signal)) {
    const id = String(operation.version);
    const ended = isTerminal(operation.status);
    if (!ended && !isNewer(id, last)) continue;
    last = id;
    yield { type: ended ? COMPLETED : 'operation.progress', id, operation };
  }
}

interface Connection {
  signal: AbortSignal;
  /** Restarts the silence timeout. */
  received(): void;
  close(): void;
}

/** Returns a signal that aborts with the caller's, and when nothing was received for too long. */
function openConnection(caller: AbortSignal | undefined): Connection {
  const controller = new AbortController();
  const { signal, release } = linkedSignal([caller, controller.signal]);
  const abortSilent = () =>
    controller.abort(
      new DOMException(`No data for ${SILENCE_TIMEOUT_MS / 1000} s`, 'TimeoutError'),
    );
  let timer = setTimeout(abortSilent, SILENCE_TIMEOUT_MS);
  return {
    signal,
    received() {
      clearTimeout(timer);
      timer = setTimeout(abortSilent, SILENCE_TIMEOUT_MS);
    },
    close() {
      clearTimeout(timer);
      controller.abort();
      release();
    },
  };
}

function request(url: string, last: string | undefined, signal: AbortSignal): Request {
  const headers = new Headers({ Accept: 'text/event-stream' });
  if (last !== undefined) headers.set('Last-Event-ID', last);
  return new Request(url, { headers, signal });
}

function isEventStream({ headers }: Response): boolean {
  return /^text\/event-stream\b/i.test(headers.get('Content-Type') ?? '');
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
  try {
    for (;;) {
      const { done, value } = await untilAborted(connection.signal, reader.read());
      if (done) return;
      connection.received();
      parser.feed(decoder.decode(value, { stream: true }));
      const ready = parsed;
      parsed = [];
      yield* ready;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Returns undefined for an event that this client does not know, and for one without an operation. */
function eventOf({ event: type, id, data }: EventSourceMessage): OperationEvent | undefined {
  if (type !== 'operation.progress' && type !== COMPLETED) return undefined;
  const operation = parseJson(data);
  if (!isOperation(operation)) return undefined;
  return { type, id: id ?? String(operation.version), operation };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** After a reconnection, a server process that lags behind may send states again. */
function isNewer(id: string, last: string | undefined): boolean {
  return last === undefined || Number(id) > Number(last);
}

async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
