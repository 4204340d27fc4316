/**
 * An operation as server-sent events: each state once, under its version; the outcome last. The
 * stream pulls: whoever reads slowly gets the newest state next, and nothing is queued for them.
 */
import { once } from 'node:events';
import { createEventBuffer } from 'better-sse';
import type { Request, Response } from 'express';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import type { Operations } from '../../operations/index.ts';
import type { Principal } from '../../operations/temporal/calls.ts';
import type { OperationRead } from '../../operations/read/view.ts';
import { whileConnected } from './client-signal.ts';

const COMMENT_MS = 15_000;
/** When a client that lost the stream should come again. */
const RETRY_MS = 1_000;
/** Whoever has taken nothing for so long is gone, or might as well be. */
const SLOW_READER_TIMEOUT_MS = 60_000;
const VERSION = /^\d{1,9}$/;

export interface EventStream {
  operations: Operations;
  principal: Principal;
  operationId: string;
  /** Ends all streams. */
  stopping: AbortSignal;
}

export async function streamEvents(
  request: Request,
  response: Response,
  { operations, principal, operationId, stopping }: EventStream,
): Promise<void> {
  let sent = lastEventId(request);
  const first = await operations.read(principal, operationId);
  if (isTerminal(first.operation.status) && first.operation.version === sent) {
    // Tells the client not to come again.
    response.status(204).end();
    return;
  }
  // Express would add a charset, of which this type has none.
  response.setHeader('Content-Type', 'text/event-stream');
  response.set({ 'Cache-Control': 'private, no-cache', 'X-Accel-Buffering': 'no' });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const signal = whileConnected(response, stopping);
  response.write(createEventBuffer().retry(RETRY_MS).dispatch().read());
  const beat = setInterval(() => {
    if (!response.writableNeedDrain)
      response.write(createEventBuffer().comment().dispatch().read());
  }, COMMENT_MS);
  try {
    const isNew = ({ operation }: OperationRead) => operation.version > sent;
    for (;;) {
      const read = await operations.until(principal, operationId, isNew, signal);
      // Not new, and yet it holds: another process has told the client of the end already.
      if (signal.aborted || !isNew(read)) break;
      sent = read.operation.version;
      const hasRoom = response.write(eventOf(read));
      if (isTerminal(read.operation.status)) break;
      if (!hasRoom)
        await once(response, 'drain', {
          signal: whileConnected(response, stopping, SLOW_READER_TIMEOUT_MS),
        });
    }
    response.end();
  } catch {
    // The client took nothing any more, or the operation is no longer kept: cut, it may come again.
    response.destroy();
  } finally {
    clearInterval(beat);
  }
}

/** The version that the client has; -1: none. Throws `invalid_query`. */
function lastEventId(request: Request): number {
  const given = request.get('Last-Event-ID') ?? '';
  if (given === '') return -1;
  if (VERSION.test(given)) return Number(given);
  throw new RequestError('invalid_query', 'Last-Event-ID is no version of an operation.', {
    faults: [{ pointer: '/Last-Event-ID', detail: 'must be the id of an event of this stream' }],
  });
}

const events = new WeakMap<OperationRead, string>();

/** Framed once for all streams. */
function eventOf(read: OperationRead): string {
  const known = events.get(read);
  if (known !== undefined) return known;
  const { version, status } = read.operation;
  const type = isTerminal(status) ? 'operation.completed' : 'operation.progress';
  const framed = createEventBuffer({ serializer: () => read.body })
    .push(read, type, String(version))
    .read();
  events.set(read, framed);
  return framed;
}
