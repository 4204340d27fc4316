/**
 * A fetch that retries safely. Requests that change something carry an Idempotency-Key, the same on every
 * attempt. If the response to the first attempt is lost, the second one returns the same operation. These
 * requests follow no redirect.
 */
import { backoff, pause, retryAfter } from './pause.ts';
import { TEMPORARY_STATUSES } from './retry-policy.ts';
import { linkedSignal } from '../contract/linked-signal.ts';
import { untilAborted } from './streams/signals.ts';

export type Fetch = (request: Request) => Promise<Response>;

export interface RetryOptions {
  fetch: Fetch;
  /** The maximum number of attempts. */
  attempts: number;
  /** Time limit of one attempt in milliseconds, including the response body. */
  timeoutMs: number;
}

const KEY = 'Idempotency-Key';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A response that asks for a longer pause is returned to the caller. */
const MAX_PAUSE_MS = 60_000;
const WITHOUT_BODY = new Set([204, 205, 304]);

/** Resolves to the last response, or rejects with the last network error when no attempts are left. */
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
      const again = outcome instanceof Error || TEMPORARY_STATUSES.has(outcome.status);
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

/** Sends the request and reads the whole body, so that a response that breaks off counts as a failure. */
async function once(fetch: Fetch, request: Request, timeoutMs: number): Promise<Response> {
  const { signal, release } = linkedSignal([request.signal], timeoutMs);
  try {
    return await untilAborted(signal, whole(fetch, request, signal));
  } finally {
    release();
  }
}

async function whole(fetch: Fetch, request: Request, signal: AbortSignal): Promise<Response> {
  // A followed redirect would turn a POST into a GET, or lose its body.
  const redirect = SAFE.has(request.method) ? 'follow' : 'manual';
  const response = await fetch(new Request(request, { signal, redirect }));
  // A browser hides everything about a redirect that it does not follow.
  if (response.type === 'opaqueredirect') return response;
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  return new Response(WITHOUT_BODY.has(status) ? null : body, { status, statusText, headers });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
