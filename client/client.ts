/**
 * The typed client of Slipway's API, for Node.js and browsers.
 *
 * const slipway = createSlipway({ baseUrl: 'http://localhost:3000' });
 * const submitted = orThrow(await slipway.api.POST('/clusters', { body: { name: 'demo' } }));
 * const { status } = await slipway.waitFor(submitted);
 */
import createClient from 'openapi-fetch';
import { events, type EventOptions, type OperationEvent } from './events.ts';
import type { paths } from './openapi.ts';
import { retryingFetch, type Fetch } from './retrying-fetch.ts';
import type { Api, Operation } from './types.ts';
import { waitFor, type WaitOptions } from './wait-for.ts';

export interface SlipwayOptions {
  /** Of the API, `SLIPWAY_BASE_PATH` included. In a browser it may be a path. */
  baseUrl: string;
  /** In place of the global one. */
  fetch?: Fetch;
  /** How often a request is sent at most, when it meets a network error, a 429 or a 503; 5 unless given. */
  attempts?: number;
  /** Milliseconds for one attempt, a wait at the server included; 90,000 unless given. */
  timeoutMs?: number;
}

export interface Slipway {
  /** Every call of the API. What changes something is sent with an Idempotency-Key. */
  api: Api;
  /** Resolves to the operation once it has ended, whatever its outcome. */
  waitFor(operation: Operation | string, options?: WaitOptions): Promise<Operation>;
  /** Yields each state of the operation, until it has ended. */
  events(
    operation: Operation | string,
    options?: EventOptions,
  ): AsyncGenerator<OperationEvent, void, undefined>;
}

export function createSlipway(options: SlipwayOptions): Slipway {
  const {
    // Looked up at each call, and called as the browser demands it, on the global object.
    fetch = (request) => globalThis.fetch(request),
    attempts = 5,
    timeoutMs = 90_000,
  } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const api = createClient<paths>({
    baseUrl,
    fetch: retryingFetch({ fetch, attempts, timeoutMs }),
  });
  return {
    api,
    waitFor: (operation, waitOptions) => waitFor(api, operation, waitOptions),
    events(operation, eventOptions) {
      const id = typeof operation === 'string' ? operation : operation.id;
      const url = `${baseUrl}/operations/${encodeURIComponent(id)}/events`;
      return events(fetch, url, eventOptions);
    },
  };
}
