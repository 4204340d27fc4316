import { isTerminal } from '../contract/vocabulary.ts';
import { createRetryPolicy } from './retry-policy.ts';
import { pause, retryAfter } from './pause.ts';
import { orThrow } from './problem-error.ts';
import { untilAborted } from './streams/signals.ts';
import type { Api, Operation } from './types.ts';

/** How long the server may hold a request. Whole seconds; the server allows at most 60. */
const WAIT_SECONDS = 30;
/** The minimum time between two held requests, for operations that change all the time. */
const MIN_INTERVAL_MS = 250;
/** The polling interval when a response has no `Retry-After`. */
const POLL_MS = 1_000;

export interface WaitOptions {
  /** Ends the wait; the operation continues. */
  signal?: AbortSignal;
  /** Called with every newer state, including the last one. */
  onProgress?(operation: Operation): void;
}

/**
 * Resolves to the operation once it is terminal. The outcome is in its `status`.
 *
 * @param operation the operation, or its id
 * @throws ProblemError when the operation does not exist, or when an outage lasts too long
 */
export async function waitFor(
  api: Api,
  operation: Operation | string,
  { signal, onProgress }: WaitOptions = {},
): Promise<Operation> {
  const known = typeof operation === 'string' ? undefined : operation;
  if (known !== undefined && isTerminal(known.status)) return known;
  const id = typeof operation === 'string' ? operation : operation.id;
  const onlyEnd = onProgress === undefined;
  for await (const state of poll(api, id, { signal, onlyEnd, since: known?.version })) {
    onProgress?.(state);
    if (isTerminal(state.status)) return state;
  }
  throw new Error(`Operation ${id} was not followed to its end.`);
}

export interface PollOptions {
  signal?: AbortSignal | undefined;
  /** Asks the server to answer only when the operation has ended. Faster, but shows no progress. */
  onlyEnd?: boolean;
  /** Older versions than this one are left out. They come from a server process that lags behind. */
  since?: number | undefined;
}

/**
 * Yields the states of the operation until it is terminal.
 *
 * Asks the server to hold each request until something changes (`Prefer: wait`). If the server does not
 * support that, polls at the interval of `Retry-After`. Survives an outage of up to five minutes.
 *
 * @throws ProblemError when the operation does not exist, or when an outage lasts too long
 */
export async function* poll(
  api: Api,
  operationId: string,
  { signal, onlyEnd = false, since = 0 }: PollOptions = {},
): AsyncGenerator<Operation, void, undefined> {
  const retryPolicy = createRetryPolicy();
  let version = since;
  let etag: string | undefined;
  for (;;) {
    let pauseMs: number;
    try {
      // Without an ETag the server holds the request until the end, and there would be no progress to report.
      const answer = await read(api, operationId, {
        signal,
        etag,
        hold: onlyEnd || etag !== undefined,
      });
      retryPolicy.succeeded();
      ({ pauseMs } = answer);
      const { state } = answer;
      if (!onlyEnd && state !== undefined) ({ etag } = answer);
      if (state !== undefined && state.version >= version) {
        ({ version } = state);
        yield state;
        if (isTerminal(state.status)) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      pauseMs = retryPolicy.delayAfter(error);
    }
    await pause(pauseMs, signal);
  }
}

interface Answer {
  /** Undefined when the server has no newer state. */
  state: Operation | undefined;
  etag: string | undefined;
  /** How long to wait before the next request. */
  pauseMs: number;
}

async function read(
  api: Api,
  operationId: string,
  ask: { signal: AbortSignal | undefined; etag: string | undefined; hold: boolean },
): Promise<Answer> {
  const { signal, etag, hold } = ask;
  const header = {
    ...(hold && { Prefer: `wait=${WAIT_SECONDS}` }),
    ...(etag !== undefined && { 'If-None-Match': etag }),
  };
  const answer = await untilAborted(
    signal,
    api.GET('/operations/{operationId}', {
      params: { path: { operationId }, header },
      ...(signal && { signal }),
    }),
  );
  const { headers, status } = answer.response;
  const held = headers.has('Preference-Applied');
  const pauseMs = held ? MIN_INTERVAL_MS : (retryAfter(answer.response) ?? POLL_MS);
  if (status === 304) return { state: undefined, etag, pauseMs };
  return { state: orThrow(answer), etag: headers.get('ETag') ?? undefined, pauseMs };
}
