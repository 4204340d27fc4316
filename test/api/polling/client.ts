/** Tests the typed client against Slipway itself. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createSlipway, type Slipway } from '../../../client/client.ts';
import { orThrow, ProblemError } from '../../../client/problem-error.ts';
import type { Operation } from '../../../client/types.ts';
import { collect } from '../../support/collect.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

let stack: Stack;
let slipway: Slipway;

async function createNetwork(name: string, by = slipway): Promise<Operation> {
  return orThrow(await by.api.POST('/networks', { body: { name } }));
}

/** Fails if the states go backwards or repeat. */
function expectAscending(operations: readonly Operation[]): void {
  const versions = operations.map(({ version }) => version);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(operations.at(-1)?.status).toBe('succeeded');
}

export function typedClient(scene: Scene): void {
  describe('the typed client', () => {
    beforeAll(() => {
      ({ stack } = scene);
      slipway = createSlipway({ baseUrl: stack.api.url });
    });

    test('waits for an operation and sees its progress', async () => {
      const submitted = await createNetwork('watched');
      const seen: Operation[] = [];
      const ended = await slipway.waitFor(submitted, { onProgress: (now) => seen.push(now) });
      expect(ended).toMatchObject({ id: submitted.id, status: 'succeeded' });
      expectAscending(seen);
      expect(seen.length).toBeGreaterThan(1);
      const network = orThrow(
        await slipway.api.GET('/networks/{networkId}', {
          params: { path: { networkId: 'watched' } },
        }),
      );
      expect(network.status).toBe('active');
    });

    test('waits by the id alone, also for an operation that has ended', async () => {
      const { id } = await createNetwork('by-id');
      for (let i = 0; i < 2; i++) {
        expect(await slipway.waitFor(id)).toMatchObject({ id, status: 'succeeded' });
      }
    });

    test('an abort ends the wait, but not the operation', async () => {
      const submitted = await createNetwork('aborted-wait');
      const controller = new AbortController();
      const waiting = slipway.waitFor(submitted, { signal: controller.signal });
      controller.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
      expect(await slipway.waitFor(submitted)).toMatchObject({ status: 'succeeded' });
    });

    test('yields each state once, resumes after the last one, and ends', async () => {
      const submitted = await createNetwork('yielded');
      const events = await collect(slipway.events(submitted));
      expectAscending(events.map(({ operation }) => operation));
      const ids = events.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(events.map(({ type }) => type === 'operation.completed')).toEqual(
        ids.map((_id, i) => i === ids.length - 1),
      );
      const from = async (lastEventId: string) =>
        (await collect(slipway.events(submitted, { lastEventId }))).map(({ id }) => id);
      expect(await from(ids[0] ?? '')).toEqual(ids.slice(-1));
      expect(await from(ids.at(-1) ?? '')).toEqual([]);
    });

    test('continues when the API is killed and started again', async () => {
      const submitted = await createNetwork('outlived');
      const ids: string[] = [];
      const waiting = slipway.waitFor(submitted, { onProgress: () => {} });
      for await (const { id } of slipway.events(submitted)) {
        ids.push(id);
        if (ids.length === 1) {
          await stack.api.kill();
          await stack.api.start();
        }
      }
      expect(await waiting).toMatchObject({ status: 'succeeded', version: Number(ids.at(-1)) });
      expect(ids.map(Number)).toEqual([...new Set(ids.map(Number))].toSorted((a, b) => a - b));
    });

    test('a submit whose response was lost is repeated, and has no second effect', async () => {
      const keys: (string | null)[] = [];
      const lossy = createSlipway({
        baseUrl: stack.api.url,
        async fetch(request) {
          keys.push(request.headers.get('Idempotency-Key'));
          const response = await fetch(request);
          if (keys.length === 1) throw new TypeError('the connection broke');
          return response;
        },
      });
      const answer = await lossy.api.POST('/networks', { body: { name: 'lost-answer' } });
      const { id } = orThrow(answer);
      expect(answer.response.headers.get('Idempotency-Replayed')).toBe('true');
      expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
      expect(await slipway.waitFor(id)).toMatchObject({ status: 'succeeded' });
    });

    test('a refused request rejects with a ProblemError that has the reason', async () => {
      const refused = await createNetwork('Not A Name').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ProblemError);
      expect(refused).toMatchObject({
        status: 422,
        problem: { code: 'invalid_request', fieldErrors: { name: expect.any(String) } },
      });
      const unknown = '01M85ZGF93QRCF4P4CZNQ508HG';
      const missing = { status: 404, problem: { code: 'not_found' } };
      await expect(slipway.waitFor(unknown)).rejects.toMatchObject(missing);
      await expect(slipway.events(unknown).next()).rejects.toMatchObject(missing);
    });
  });
}
