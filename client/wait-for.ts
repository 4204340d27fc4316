import { isTerminal } from '../contract/vocabulary.ts';
import { createRetryPolicy } from './retry-policy.ts';
import { pause, retryAfter } from './pause.ts';
import { orThrow } from './problem-error.ts';
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
 * Asks the server to hold each request until something changes (`Prefer: wait`). If the server does not
 * support that, polls at the interval of `Retry-After`. Survives an outage of up to five minutes.
 *
 * @param operation the operation, or its id
 * @throws ProblemError when the operation does not exist, or when an outage lasts too long
 */
export async function waitFor(
  api: Api,
  operation: Operation | string,
  { signal, onProgress }: WaitOptions = {},
): Promise<Operation> {
  const operationId = typeof operation === 'string' ? operation : operation.id;
  const retryPolicy = createRetryPolicy();
  let known = typeof operation === 'string' ? undefined : operation;
  let etag: string | undefined;

  /** Reads the operation once; `changed` is undefined when the server has no newer state. */
  async function poll(): Promise<{ changed: Operation | undefined; pauseMs: number }> {
    // Without an ETag the server holds the request until the end, and there would be no progress to report.
    const mayHold = onProgress === undefined || etag !== undefined;
    const answer = await api.GET('/operations/{operationId}', {
      params: {
        path: { operationId },
        header: {
          ...(mayHold && { Prefer: `wait=${WAIT_SECONDS}` }),
          ...(etag !== undefined && { 'If-None-Match': etag }),
        },
      },
      ...(signal && { signal }),
    });
    const { headers, status } = answer.response;
    const held = headers.has('Preference-Applied');
    const pauseMs = held ? MIN_INTERVAL_MS : (retryAfter(answer.response) ?? POLL_MS);
    if (status === 304) return { changed: undefined, pauseMs };
    const changed = orThrow(answer);
    if (onProgress !== undefined) etag = headers.get('ETag') ?? undefined;
    return { changed, pauseMs };
  }

  for (;;) {
    if (known !== undefined && isTerminal(known.status)) return known;
    let pauseMs: number;
    let changed: Operation | undefined;
    try {
      ({ changed, pauseMs } = await poll());
      retryPolicy.succeeded();
    } catch (error) {
      signal?.throwIfAborted();
      pauseMs = retryPolicy.delayAfter(error);
    }
    if (changed !== undefined && changed.version >= (known?.version ?? 0)) {
      known = changed;
      onProgress?.(changed);
      if (isTerminal(changed.status)) return changed;
    }
    await pause(pauseMs, signal);
  }
}
