/**
 * Sends the log of an operation: as JSON lines or as text, as far as it is written or until the operation ends, or as
 * server-sent events. The id of an event is the sequence of its line.
 */
import type { Request, Response } from 'express';
import type { LogLine } from '../../contract/operations/log.ts';
import { logText } from '../../contract/operations/log-text.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import type { Operations } from '../../operations/index.ts';
import type { Principal } from '../../operations/temporal/calls.ts';
import { untilDrained, whileConnected } from './client-signal.ts';
import { EVENT_STREAM, framed, lastEventId, streamTo } from './sse.ts';

/** How many clients of this process can follow logs at once. */
const MAX_FOLLOWERS = 200;
/** A client that follows for longer goes on with `after`. */
const MAX_FOLLOW_MS = 60 * 60_000;
const RETRY_AFTER_SECONDS = 5;

/** How a line is written, by the media type. */
const LOG_FORMATS: Readonly<Record<string, (line: LogLine) => string>> = {
  'application/jsonl': jsonLine,
  'application/x-ndjson': jsonLine,
  'text/plain': logText,
};
export const LOG_TYPES: readonly string[] = [...Object.keys(LOG_FORMATS), EVENT_STREAM];

export interface LogStream {
  operations: Pick<Operations, 'log' | 'read'>;
  principal: Principal;
  operationId: string;
  after: number;
  follow: boolean;
  limit: number;
  resource?: string | undefined;
  /** One of LOG_TYPES. */
  mediaType: string;
  /** Aborts when the process shuts down, which ends the stream. */
  stopping: AbortSignal;
}

let followers = 0;

/** Throws `not_found`, and `too_many_requests` if too many clients follow logs. */
export async function streamLog(
  request: Request,
  response: Response,
  stream: LogStream,
): Promise<void> {
  const isFollowed = stream.follow || stream.mediaType === EVENT_STREAM;
  if (isFollowed && followers >= MAX_FOLLOWERS) throw tooManyFollowers();
  followers += isFollowed ? 1 : 0;
  try {
    if (stream.mediaType === EVENT_STREAM) await sendEvents(request, response, stream);
    else await sendLines(request, response, stream);
  } finally {
    followers -= isFollowed ? 1 : 0;
  }
}

async function sendLines(
  request: Request,
  response: Response,
  { operations, principal, operationId, stopping, mediaType, follow, limit, ...which }: LogStream,
): Promise<void> {
  const signal = whileConnected(response, stopping, follow ? MAX_FOLLOW_MS : undefined);
  const { after, resource } = which;
  const asked = { after, follow, signal, resource, limit: follow ? undefined : limit };
  const batches = await operations.log(principal, operationId, asked);
  const write = LOG_FORMATS[mediaType] ?? jsonLine;
  // Not `response.type`: Express would add a charset to the types of JSON, which do not have it.
  const charset = mediaType.startsWith('text/') ? '; charset=utf-8' : '';
  response.setHeader('Content-Type', `${mediaType}${charset}`);
  response.set({ 'Cache-Control': 'private, no-cache', 'X-Accel-Buffering': 'no' });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  try {
    for await (const lines of batches) {
      if (response.write(lines.map(write).join(''))) continue;
      await untilDrained(response, stopping);
    }
    response.end();
  } catch {
    // The client stopped reading, or the log was removed. A complete end would say that there is no more.
    response.destroy();
  }
}

/** The last event is `log.completed`. It has the id of the last line, so that a client can resume from it. */
async function sendEvents(
  request: Request,
  response: Response,
  { operations, principal, operationId, stopping, ...which }: LogStream,
): Promise<void> {
  const seen = lastEventId(request);
  const after = seen ?? which.after;
  const { operation } = await operations.read(principal, operationId);
  if (seen !== undefined && isTerminal(operation.status)) {
    const signal = whileConnected(response, stopping);
    const rest = await operations.log(principal, operationId, {
      after,
      follow: false,
      limit: 1,
      resource: which.resource,
      signal,
    });
    if (await isEmpty(rest)) {
      // 204 tells the client not to reconnect.
      response.status(204).end();
      return;
    }
  }
  await streamTo(request, response, { stopping, timeoutMs: MAX_FOLLOW_MS }, async (sink) => {
    const { signal, send } = sink;
    let last = after;
    const asked = { after, follow: true, resource: which.resource, signal };
    for await (const lines of await operations.log(principal, operationId, asked)) {
      last = lines.at(-1)?.sequence ?? last;
      await send(
        lines.map((line) => framed('log.line', line.sequence, JSON.stringify(line))).join(''),
      );
    }
    if (!signal.aborted) await send(framed('log.completed', last, '{}'));
  });
}

async function isEmpty(batches: AsyncIterable<LogLine[]>): Promise<boolean> {
  for await (const lines of batches) return lines.length === 0;
  return true;
}

function jsonLine(line: LogLine): string {
  return `${JSON.stringify(line)}\n`;
}

function tooManyFollowers(): RequestError {
  return new RequestError(
    'too_many_requests',
    `${MAX_FOLLOWERS} clients follow logs at this process. Read the log without \`follow\`, or try again later.`,
    { retryAfter: RETRY_AFTER_SECONDS },
  );
}
