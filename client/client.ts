/**
 * The typed client of Slipway's API, for Node.js and browsers.
 *
 * const slipway = createSlipway({ baseUrl: 'http://localhost:3000' });
 * const submitted = orThrow(await slipway.api.POST('/clusters', { body: { name: 'demo' } }));
 * const { status } = await slipway.waitFor(submitted);
 */
import createClient from 'openapi-fetch';
import { checkAnswer } from './check-answer.ts';
import { events, type EventOptions, type OperationEvent } from './streams/events.ts';
import { log, type LogLine, type LogOptions } from './streams/log.ts';
import type { paths } from './openapi.ts';
import { retryingFetch, type Fetch } from './retrying-fetch.ts';
import type { Api, Operation } from './types.ts';
import { poll, waitFor, type WaitOptions } from './wait-for.ts';

export interface SlipwayOptions {
  /** URL of the API, including `SLIPWAY_BASE_PATH`. In a browser it may be a path. */
  baseUrl: string;
  /** Replaces the global `fetch`. */
  fetch?: Fetch;
  /** The maximum number of attempts at a network error or a status of a passing trouble, such as 503. Default: 5. */
  attempts?: number;
  /** Time limit of one attempt in milliseconds, including long polls. Default: 90,000. */
  timeoutMs?: number;
}

export interface Slipway {
  /**
   * Every call of the API. Calls that change something carry an Idempotency-Key and follow no redirect. A call
   * rejects with UnexpectedAnswerError if the answer is not one that Slipway gives.
   */
  api: Api;
  /** Resolves to the operation once it is terminal, whatever its outcome. */
  waitFor(operation: Operation | string, options?: WaitOptions): Promise<Operation>;
  /** Yields the states of the operation until it is terminal. Polls if there is no stream of events. */
  events(
    operation: Operation | string,
    options?: EventOptions,
  ): AsyncGenerator<OperationEvent, void, undefined>;
  /** Yields the lines of the operation's log, with `follow` until the operation has ended. */
  log(
    operation: Operation | string,
    options?: LogOptions,
  ): AsyncGenerator<LogLine, void, undefined>;
}

/**
 * Creates a client. It opens no connection until the first call.
 *
 * @throws TypeError when the base URL has a user or a password, which `fetch` does not accept
 */
export function createSlipway(options: SlipwayOptions): Slipway {
  const {
    // Browsers require that `fetch` is called on the global object. Looking it up late lets tests replace it.
    fetch = (request) => globalThis.fetch(request),
    attempts = 5,
    timeoutMs = 90_000,
  } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  // The error of fetch would show the password.
  if (/^[^/?#]*\/\/[^/?#]*@/.test(baseUrl)) {
    throw new TypeError('The base URL of Slipway must have no user and no password.');
  }
  const api = createClient<paths>({
    baseUrl,
    fetch: retryingFetch({ fetch, attempts, timeoutMs }),
  });
  api.use(checkAnswer);
  return {
    api,
    waitFor: (operation, waitOptions) => waitFor(api, operation, waitOptions),
    events(operation, eventOptions) {
      const id = typeof operation === 'string' ? operation : operation.id;
      const url = `${baseUrl}/operations/${encodeURIComponent(id)}/events`;
      return events(fetch, url, (signal) => poll(api, id, { signal }), eventOptions);
    },
    log(operation, logOptions) {
      const id = typeof operation === 'string' ? operation : operation.id;
      const url = `${baseUrl}/operations/${encodeURIComponent(id)}/log`;
      return log(fetch, url, { api, id }, logOptions);
    },
  };
}
