/** Reads the server-sent events of an operation. */
import { request, type IncomingMessage } from 'node:http';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { parseExactly } from '../stack/follow.ts';

export interface StreamEvent {
  type: string;
  id: string;
  operation: Operation;
}

export interface EventSource {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly events: StreamEvent[];
  readonly comments: number;
  /** Resolves when the stream has ended in any way. */
  readonly ended: Promise<void>;
  /** How it ended; undefined while it is open. */
  readonly end: 'complete' | 'cut' | undefined;
  /** Closes the connection. */
  close(): void;
}

/** Rejects when there is no response. Calls `onEvent` with each event. */
export function openEvents(
  base: string,
  operationId: string,
  {
    lastEventId,
    onEvent,
  }: { lastEventId?: string; onEvent?: (event: StreamEvent, close: () => void) => void } = {},
): Promise<EventSource> {
  const { hostname, port } = new URL(base);
  const headers: Record<string, string> = { accept: 'text/event-stream' };
  if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
  return new Promise((resolve, reject) => {
    const path = `/operations/${operationId}/events`;
    const outgoing = request({ hostname, port, path, headers, agent: false }, (incoming) => {
      resolve(follow(incoming, () => outgoing.destroy(), onEvent));
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

function follow(
  incoming: IncomingMessage,
  close: () => void,
  onEvent: ((event: StreamEvent, close: () => void) => void) | undefined,
): EventSource {
  const events: StreamEvent[] = [];
  let comments = 0;
  let end: 'complete' | 'cut' | undefined;
  let text = '';
  incoming.setEncoding('utf8').on('data', (chunk: string) => {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith(':')) comments += 1;
      const event = parseBlock(block);
      if (event === undefined) continue;
      events.push(event);
      onEvent?.(event, close);
    }
  });
  const ended = new Promise<void>((resolve) => {
    incoming.once('close', () => {
      end = incoming.complete ? 'complete' : 'cut';
      resolve();
    });
    incoming.on('error', () => {});
  });
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    events,
    get comments() {
      return comments;
    },
    ended,
    get end() {
      return end;
    },
    close,
  };
}

/** undefined: the event has no data. */
function parseBlock(block: string): StreamEvent | undefined {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
  const data = fields.get('data');
  if (data === undefined) return undefined;
  const operation = parseExactly(operationSchema, JSON.parse(data));
  return { type: fields.get('event') ?? 'message', id: fields.get('id') ?? '', operation };
}
