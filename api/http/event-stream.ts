/**
 * Sends an operation's states as server-sent events. The event id is the operation's version, and the
 * outcome is the last event. The stream does not queue: a slow reader skips to the newest state.
 */
import type { Request, Response } from 'express';
import { isTerminal } from '../../contract/vocabulary.ts';
import type { Operations } from '../../operations/index.ts';
import type { Principal } from '../../operations/temporal/calls.ts';
import type { OperationRead } from '../../operations/read/view.ts';
import { framed, lastEventId, streamTo } from './sse.ts';

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
  let sent = lastEventId(request) ?? -1;
  const first = await operations.read(principal, operationId);
  if (isTerminal(first.operation.status) && first.operation.version === sent) {
    // 204 tells the client not to reconnect.
    response.status(204).end();
    return;
  }
  await streamTo(request, response, { stopping }, async ({ signal, send }) => {
    const isNew = ({ operation }: OperationRead) => operation.version > sent;
    for (;;) {
      const read = await operations.until(principal, operationId, isNew, signal);
      // `until` also resolves for a terminal state. It is not new when another process has already sent it.
      if (signal.aborted || !isNew(read)) return;
      sent = read.operation.version;
      await send(eventOf(read));
      if (isTerminal(read.operation.status)) return;
    }
  });
}

/** The event of each state, encoded once, because many streams may send the same state. */
const framedEvents = new WeakMap<OperationRead, string>();

function eventOf(read: OperationRead): string {
  const known = framedEvents.get(read);
  if (known !== undefined) return known;
  const { version, status } = read.operation;
  const type = isTerminal(status) ? 'operation.completed' : 'operation.progress';
  const event = framed(type, version, read.body);
  framedEvents.set(read, event);
  return event;
}
