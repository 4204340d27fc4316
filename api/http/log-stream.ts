/** Sends the log of an operation, as JSON lines or as text, as far as it is written or until the operation ends. */
import type { Request, Response } from 'express';
import type { LogLine } from '../../contract/operations/log.ts';
import { logText } from '../../contract/operations/log-text.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Operations } from '../../operations/index.ts';
import type { Principal } from '../../operations/temporal/calls.ts';
import { untilDrained, whileConnected } from './client-signal.ts';

/** How many clients of this process can follow logs at once. */
const MAX_FOLLOWERS = 200;
/** A client that follows for longer goes on with `after`. */
const MAX_FOLLOW_MS = 60 * 60_000;
const RETRY_AFTER_SECONDS = 5;

/** How a line is written, by the media type. */
export const LOG_FORMATS: Readonly<Record<string, (line: LogLine) => string>> = {
  'application/jsonl': jsonLine,
  'application/x-ndjson': jsonLine,
  'text/plain': logText,
};

export interface LogStream {
  operations: Pick<Operations, 'log'>;
  principal: Principal;
  operationId: string;
  after: number;
  follow: boolean;
  /** One of LOG_FORMATS. */
  mediaType: string;
  /** Aborts when the process shuts down, which ends the stream. */
  stopping: AbortSignal;
}

let followers = 0;

/** Throws `not_found`, and `too_many_requests` if too many clients follow logs. */
export async function streamLog(
  request: Request,
  response: Response,
  { operations, principal, operationId, after, follow, mediaType, stopping }: LogStream,
): Promise<void> {
  if (follow && followers >= MAX_FOLLOWERS) throw tooManyFollowers();
  const signal = whileConnected(response, stopping, follow ? MAX_FOLLOW_MS : undefined);
  followers += follow ? 1 : 0;
  try {
    const batches = await operations.log(principal, operationId, { after, follow, signal });
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
    await sendBatches(response, batches, write, stopping);
  } finally {
    followers -= follow ? 1 : 0;
  }
}

async function sendBatches(
  response: Response,
  batches: AsyncIterable<LogLine[]>,
  write: (line: LogLine) => string,
  stopping: AbortSignal,
): Promise<void> {
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
