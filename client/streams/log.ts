/** Reads the log of an operation, line by line, and goes on after a lost connection. */
import type { components } from '../openapi.ts';
import { createRetryPolicy } from '../retry-policy.ts';
import { pause } from '../pause.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { orThrow, ProblemError } from '../problem-error.ts';
import type { Fetch } from '../retrying-fetch.ts';
import { untilAborted } from './signals.ts';
import type { Api } from '../types.ts';
import { UnexpectedAnswerError } from '../unexpected-answer.ts';

export type LogLine = components['schemas']['LogLine'];

export interface LogOptions {
  /** The sequence of the last line that was seen. */
  after?: number;
  /** Waits for new lines until the operation has ended. */
  follow?: boolean;
  /** Only the lines about this cloud resource: its URN, the end of its URN, or its address in the module. */
  resource?: string;
  /** Ends the reading; the operation continues. */
  signal?: AbortSignal;
}

/** As many lines as an answer can have. */
const MAX_LINES = 10_000;
const MEDIA_TYPE = 'application/jsonl';
const RECONNECT_MS = 1_000;

/**
 * Yields the lines of the log, each once. While the operation runs, the last ones have `live`: they say what its
 * steps are doing now, and are not kept.
 *
 * @param url URL of the operation's log
 * @throws ProblemError when the operation does not exist, or when an outage lasts too long
 */
export async function* log(
  fetch: Fetch,
  url: string,
  { api, id }: { api: Api; id: string },
  { after = 0, follow = false, resource, signal }: LogOptions = {},
): AsyncGenerator<LogLine, void, undefined> {
  const retryPolicy = createRetryPolicy();
  let last = after;
  let isOver = !follow;
  for (;;) {
    let pauseMs = 0;
    try {
      const query = new URLSearchParams({
        after: String(last),
        ...(isOver ? { limit: String(MAX_LINES) } : { follow: 'true' }),
        ...(resource !== undefined && { resource }),
      });
      const request = new Request(`${url}?${query.toString()}`, {
        headers: { Accept: MEDIA_TYPE },
        signal: signal ?? null,
      });
      const response = await untilAborted(signal, fetch(request));
      if (!response.ok) {
        throw new ProblemError(response.status, await response.json().catch(() => undefined));
      }
      rejectOtherTypes(response);
      retryPolicy.succeeded();
      let count = 0;
      for await (const line of linesOf(response, signal)) {
        count += 1;
        last = line.sequence;
        yield line;
      }
      if (isOver && count < MAX_LINES) return;
      if (!isOver) {
        // A stream also ends with the process that sends it. What came last may be on its way when it ends.
        isOver = await hasEnded(api, id, signal);
        pauseMs = isOver ? 0 : RECONNECT_MS;
      }
    } catch (error) {
      signal?.throwIfAborted();
      pauseMs = Math.max(retryPolicy.delayAfter(error), RECONNECT_MS);
    }
    await pause(pauseMs, signal);
  }
}

async function hasEnded(
  api: Api,
  operationId: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const params = { path: { operationId } };
  const answer = await api.GET('/operations/{operationId}', { params, signal: signal ?? null });
  return isTerminal(orThrow(answer).status);
}

function rejectOtherTypes({ headers }: Response): void {
  const type = headers.get('Content-Type') ?? 'no type';
  if (type.toLowerCase().startsWith(MEDIA_TYPE)) return;
  throw new UnexpectedAnswerError(`The log was answered with ${type}, but not by Slipway.`);
}

async function* linesOf(
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await untilAborted(signal, reader.read());
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const parsed: unknown = line === '' ? undefined : JSON.parse(line);
        if (isLogLine(parsed)) yield parsed;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Slipway wrote it, so this checks no more than that it is a line. */
function isLogLine(value: unknown): value is LogLine {
  return typeof value === 'object' && value !== null && 'sequence' in value && 'message' in value;
}
