/** A client of Slipway's API for tests. It checks every accepted operation and follows it to its end. */
import { expect } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { follow, parseExactly, type Followed, type FollowOptions } from './follow.ts';
import { expectStatus, type Answer, type HttpClient } from '../http/http.ts';

export interface SlipwayClient {
  /** Sends a `POST`, and fails unless it is accepted. */
  submit(path: string, body?: object, via?: HttpClient): Promise<Operation>;
  /** Sends a `PATCH`, and fails unless it is accepted. */
  patch(path: string, patch: object, via?: HttpClient): Promise<Operation>;
  /** Previews a submit. */
  preview(method: string, path: string, body?: object): Promise<Operation>;
  /** Sends a `DELETE`, and fails unless it is accepted. */
  remove(path: string, via?: HttpClient): Promise<Operation>;
  /** Polls the operation to its end, and checks every response. */
  follow(operationId: string, options?: FollowOptions & { via?: HttpClient }): Promise<Followed>;
  /** Follows the operation, and returns only the operation. */
  finished(operationId: string, options?: FollowOptions): Promise<Operation>;
  /** Follows the operation, and fails unless it has succeeded. */
  succeeded(operationId: string, options?: FollowOptions): Promise<Operation>;
}

/**
 * Who waits only for the end polls less often than who follows each step, and less and less often: polls cost as
 * much as the work.
 */
const MIN_END_POLL_MS = 100;
const MAX_END_POLL_MS = 400;
/** The part of the time since the first poll that the next pause takes. */
const END_POLL_SHARE = 0.15;

/** @param pollMs the pause between two polls, if an option does not say otherwise */
export function createSlipwayClient(api: () => HttpClient, pollMs?: number): SlipwayClient {
  const defaults = pollMs === undefined ? {} : { intervalMs: pollMs };
  const intervalMs = (elapsedMs: number) =>
    Math.min(Math.max(pollMs ?? MIN_END_POLL_MS, elapsedMs * END_POLL_SHARE), MAX_END_POLL_MS);
  const finished: SlipwayClient['finished'] = async (id, options) =>
    (await follow(api(), id, { intervalMs, ...options })).operation;
  return {
    submit: async (path, body = {}, via = api()) => accepted(await via.post(path, body)),
    patch: async (path, patch, via = api()) => accepted(await via.patch(path, patch)),
    async preview(method, path, body) {
      const query = { ...(body && { body }) };
      const answer = await api().send(method, `${path}?validateOnly=true`, query);
      expectStatus(answer, 200);
      return parseExactly(operationSchema, answer.body);
    },
    remove: async (path, via = api()) => accepted(await via.delete(path)),
    follow: async (id, { via = api(), ...options } = {}) =>
      follow(via, id, { ...defaults, ...options }),
    finished,
    async succeeded(id, options) {
      const operation = await finished(id, options);
      const { status, error } = operation;
      expect({ status, error }).toEqual({ status: 'succeeded', error: undefined });
      return operation;
    },
  };
}

function accepted(answer: Answer): Operation {
  expectStatus(answer, 202);
  const operation = parseExactly(operationSchema, answer.body);
  expect(answer.headers).toMatchObject({
    location: operation.links.self,
    'operation-location': operation.links.self,
    'retry-after': expect.stringMatching(/^\d+$/),
  });
  return operation;
}
