/**
 * A fetch that can be repeated without harm: what changes something carries an Idempotency-Key, the
 * same on every attempt, so that a repeated submit meets the operation that a lost answer told of.
 */
import { backoff, pause, retryAfter } from './pause.ts';

export type Fetch = (request: Request) => Promise<Response>;

export interface RetryOptions {
  fetch: Fetch;
  /** How often a request is sent at most. */
  attempts: number;
  /** Milliseconds for one attempt, its body included. */
  timeoutMs: number;
}

const KEY = 'Idempotency-Key';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Nothing was done yet: too many requests, or Temporal out of reach. */
const TEMPORARY = new Set([429, 503]);
/** An answer that asks for more patience is handed to the caller instead. */
const MAX_PAUSE_MS = 60_000;
const WITHOUT_BODY = new Set([204, 205, 304]);

/** Resolves to the last answer, or rejects with the last network error, when the attempts are used up. */
export function retryingFetch({ fetch, attempts, timeoutMs }: RetryOptions): Fetch {
  return async (request) => {
    if (!SAFE.has(request.method) && !request.headers.has(KEY)) {
      request.headers.set(KEY, crypto.randomUUID());
    }
    for (let attempt = 1; ; attempt++) {
      const outcome = await once(fetch, request.clone(), timeoutMs).catch(asError);
      request.signal.throwIfAborted();
      const wanted = outcome instanceof Response ? retryAfter(outcome) : undefined;
      const pauseMs = wanted ?? backoff(attempt);
      const again = outcome instanceof Error || TEMPORARY.has(outcome.status);
      if (again && attempt < attempts && pauseMs <= MAX_PAUSE_MS) {
        await pause(pauseMs, request.signal);
      } else if (outcome instanceof Error) {
        throw outcome;
      } else {
        return outcome;
      }
    }
  };
}

/** With its body: an answer that breaks off is none. */
async function once(fetch: Fetch, request: Request, timeoutMs: number): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
  const response = await fetch(new Request(request, { signal }));
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  return new Response(WITHOUT_BODY.has(status) ? null : body, { status, statusText, headers });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
