/** What all streams of server-sent events share. */
import { createEventBuffer } from 'better-sse';
import type { Request, Response } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { untilDrained, whileConnected } from './client-signal.ts';

export const EVENT_STREAM = 'text/event-stream';
/** How often to send a comment, which keeps proxies from closing an idle stream. */
const COMMENT_INTERVAL_MS = 15_000;
/** How long a client that lost the stream should wait before it reconnects. */
const RECONNECT_MS = 1_000;
const EVENT_ID = /^\d{1,15}$/;

export interface EventSink {
  /** Aborts when the client disconnects, the process shuts down, or the time is over. */
  signal: AbortSignal;
  /** Sends one or more events. Resolves when the client has room for more, and rejects when it reads nothing. */
  send(events: string): Promise<void>;
}

/**
 * Begins a stream, runs `feed`, and ends the stream. The answer to a HEAD has the headers only. If `feed` rejects, the
 * connection is cut, and the client may reconnect.
 */
export async function streamTo(
  request: Request,
  response: Response,
  { stopping, timeoutMs }: { stopping: AbortSignal; timeoutMs?: number },
  feed: (sink: EventSink) => Promise<void>,
): Promise<void> {
  // Not `response.type`: Express would add a charset, which this media type does not have.
  response.setHeader('Content-Type', EVENT_STREAM);
  response.set({ 'Cache-Control': 'private, no-cache', 'X-Accel-Buffering': 'no' });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const signal = whileConnected(response, stopping, timeoutMs);
  response.write(createEventBuffer().retry(RECONNECT_MS).dispatch().read());
  const commentTimer = setInterval(() => {
    if (!response.writableNeedDrain)
      response.write(createEventBuffer().comment().dispatch().read());
  }, COMMENT_INTERVAL_MS);
  try {
    await feed({
      signal,
      async send(events) {
        if (!response.write(events)) await untilDrained(response, stopping);
      },
    });
    response.end();
  } catch {
    response.destroy();
  } finally {
    clearInterval(commentTimer);
  }
}

/** Returns the id of the last event that the client has; undefined without the header. Throws `invalid_query`. */
export function lastEventId(request: Request): number | undefined {
  const given = request.get('Last-Event-ID') ?? '';
  if (given === '') return undefined;
  if (EVENT_ID.test(given)) return Number(given);
  throw new RequestError(
    'invalid_query',
    'Last-Event-ID is not the id of an event of this stream.',
    {
      faults: [{ pointer: '/Last-Event-ID', detail: 'must be the id of an event of this stream' }],
    },
  );
}

/** Returns an event as it is sent. */
export function framed(type: string, id: number, json: string): string {
  return createEventBuffer({ serializer: () => json })
    .push(null, type, String(id))
    .read();
}
