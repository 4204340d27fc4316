import { isTerminal } from '../contract/vocabulary.ts';
import { createRetryPolicy } from './retry-policy.ts';
import { pause, retryAfter } from './pause.ts';
import { orThrow } from './problem-error.ts';
import type { Api, Operation } from './types.ts';

/** How long the server may hold a question; whole seconds, at most its 60. */
const WAIT_SECONDS = 30;
/** Between two questions that the server may hold: an operation that changes all the time is not hammered. */
const MIN_INTERVAL_MS = 250;
/** Where an answer does not say when to come again. */
const POLL_MS = 1_000;

export interface WaitOptions {
  /** Ends the wait, and not the operation. */
  signal?: AbortSignal;
  /** Called with every newer state that is seen, the last included. */
  onProgress?(operation: Operation): void;
}

/**
 * Resolves to the operation once it has ended, whatever its outcome: look at `status`.
 *
 * Asks the server to wait (`Prefer: wait`), with the ETag of the state that it has; where a server
 * does not, it polls at the pace of `Retry-After`. Outlasts an outage of some minutes.
 *
 * @param operation the operation, or its id
 * @throws ProblemError when there is no such operation
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

  /** undefined: nothing new. */
  async function ask(): Promise<{ news: Operation | undefined; pauseMs: number }> {
    // Without a tag the server waits for the end, so whoever wants progress must not let it.
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
    if (status === 304) return { news: undefined, pauseMs };
    const news = orThrow(answer);
    if (onProgress !== undefined) etag = headers.get('ETag') ?? undefined;
    return { news, pauseMs };
  }

  for (;;) {
    if (known !== undefined && isTerminal(known.status)) return known;
    let pauseMs: number;
    let news: Operation | undefined;
    try {
      ({ news, pauseMs } = await ask());
      retryPolicy.succeeded();
    } catch (error) {
      signal?.throwIfAborted();
      pauseMs = retryPolicy.delayAfter(error);
    }
    if (news !== undefined && news.version >= (known?.version ?? 0)) {
      known = news;
      onProgress?.(news);
      if (isTerminal(news.status)) return news;
    }
    await pause(pauseMs, signal);
  }
}
