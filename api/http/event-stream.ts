/**
 * Sends an operation's states as server-sent events. The event id is the operation's version, and the
 * outcome is the last event. The stream does not queue: a slow reader skips to the newest state.
 */
import { createEventBuffer } from 'better-sse';
import type { Request, Response } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import type { Operations } from '../../operations/index.ts';
import type { Principal } from '../../operations/temporal/calls.ts';
import type { OperationRead } from '../../operations/read/view.ts';
import { untilDrained, whileConnected } from './client-signal.ts';

/** How often to send a comment, which keeps proxies from closing an idle stream. */
const COMMENT_INTERVAL_MS = 15_000;
/** How long a client that lost the stream should wait before it reconnects. */
const RECONNECT_MS = 1_000;
const VERSION = /^\d{1,15}$/;

export interface EventStream {
  operations: Operations;
  principal: Principal;
  operationId: string;
  /** This signal aborts when the process shuts down, which ends the stream. */
  stopping: AbortSignal;
}

/** Streams the operation until it ends or the client disconnects. Throws what `operations.read` throws. */
export async function streamEvents(
  request: Request,
  response: Response,
  { operations, principal, operationId, stopping }: EventStream,
): Promise<void> {
  let sent = lastEventId(request);
  const first = await operations.read(principal, operationId);
  if (isTerminal(first.operation.status) && first.operation.version === sent) {
    // 204 tells the client not to reconnect.
    response.status(204).end();
    return;
  }
  // Not `response.type`: Express would add a charset, which this media type does not have.
  response.setHeader('Content-Type', 'text/event-stream');
  response.set({ 'Cache-Control': 'private, no-cache', 'X-Accel-Buffering': 'no' });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const signal = whileConnected(response, stopping);
  response.write(createEventBuffer().retry(RECONNECT_MS).dispatch().read());
  const commentTimer = setInterval(() => {
    if (!response.writableNeedDrain)
      response.write(createEventBuffer().comment().dispatch().read());
  }, COMMENT_INTERVAL_MS);
  try {
    const isNew = ({ operation }: OperationRead) => operation.version > sent;
    for (;;) {
      const read = await operations.until(principal, operationId, isNew, signal);
      // `until` also resolves for a terminal state. It is not new when another process has already sent it.
      if (signal.aborted || !isNew(read)) break;
      sent = read.operation.version;
      const hasRoom = response.write(eventOf(read));
      if (isTerminal(read.operation.status)) break;
      if (!hasRoom) await untilDrained(response, stopping);
    }
    response.end();
  } catch {
    // The client stopped reading, or the operation has passed its retention. Close; the client may reconnect.
    response.destroy();
  } finally {
    clearInterval(commentTimer);
  }
}

/** Returns the version that the client has seen, or -1 without a header. Throws `invalid_query`. */
function lastEventId(request: Request): number {
  const given = request.get('Last-Event-ID') ?? '';
  if (given === '') return -1;
  if (VERSION.test(given)) return Number(given);
  throw new RequestError(
    'invalid_query',
    'Last-Event-ID is not the id of an event of this stream.',
    {
      faults: [{ pointer: '/Last-Event-ID', detail: 'must be the id of an event of this stream' }],
    },
  );
}

/** The event of each state, encoded once, because many streams may send the same state. */
const framedEvents = new WeakMap<OperationRead, string>();

function eventOf(read: OperationRead): string {
  const known = framedEvents.get(read);
  if (known !== undefined) return known;
  const { version, status } = read.operation;
  const type = isTerminal(status) ? 'operation.completed' : 'operation.progress';
  const framed = createEventBuffer({ serializer: () => read.body })
    .push(read, type, String(version))
    .read();
  framedEvents.set(read, framed);
  return framed;
}
