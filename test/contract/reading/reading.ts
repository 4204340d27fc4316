import { describe, expect, test } from 'vitest';
import { startCountedApi } from '../../support/api/counted-api.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus, type Answer, type HttpClient } from '../../support/http/http.ts';
import { startStillCluster } from '../../support/stack/stalled-cluster.ts';
import { STRONG_TAG } from '../accepted.ts';
import { endOf, operationOf, UNKNOWN_OPERATION, type World } from '../world.ts';

const PROMPT_MS = 2_000;
const HOUR_MS = 3_600_000;

async function measure(ask: () => Promise<Answer>): Promise<{ answer: Answer; tookMs: number }> {
  const began = performance.now();
  const answer = await ask();
  return { answer, tookMs: performance.now() - began };
}

export function reading(world: World): void {
  const getStalled = (
    more = '',
    headers: Record<string, string> = {},
    api: HttpClient = world.api,
  ) => api.get(`/operations/${world.stalled.id}${more}`, { headers });
  const ended = () => [world.demo, world.discovery, world.failed, world.canceled].map(endOf);

  describe('GET /operations/{id}', () => {
    test('→ 200 for every outcome; a 4xx or 5xx only says that the read failed', async () => {
      expect(operationOf(await getStalled()).status).toBe('running');
      for (const operation of ended()) {
        for (const api of [world.api, world.other]) {
          expect(operationOf(await api.get(`/operations/${operation.id}`))).toEqual(operation);
        }
      }
      expectStatus(await world.api.get(`/operations/${UNKNOWN_OPERATION}`), 404);
    });

    test('Retry-After exactly while it is not terminal: 1 s at first, growing to 10', async () => {
      const accepted = await world.api.post('/instance-types:discover', {});
      expect(accepted.headers['retry-after']).toBe('1');
      const age = Date.now() - Date.parse(operationOf(await getStalled()).createdAt);
      const seconds = Number((await getStalled()).headers['retry-after']);
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(Math.max(1, Math.ceil(age / 10_000)));
      for (const { id } of ended()) {
        const { headers } = await world.api.get(`/operations/${id}`);
        expect(headers).not.toHaveProperty('retry-after');
      }
      const ages: [number, string][] = [
        [HOUR_MS / 120 - age, '3'],
        [HOUR_MS, '10'],
        [24 * HOUR_MS, '10'],
      ];
      for (const [aheadMs, wanted] of ages) {
        const later = await startCountedApi(world.stack, aheadMs);
        try {
          expect((await getStalled('', {}, later)).headers['retry-after']).toBe(wanted);
        } finally {
          await later.stop();
        }
      }
    });

    test('a strong ETag over the body; If-None-Match → 304', async () => {
      const { headers } = await getStalled();
      const tag = headers['etag'] ?? '';
      expect(tag).toMatch(STRONG_TAG);
      const same = await getStalled('', { 'If-None-Match': tag });
      expect(same).toMatchObject({ status: 304, body: '' });
      expect(same.headers).toMatchObject({
        etag: tag,
        'cache-control': 'private, no-cache',
        'retry-after': expect.any(String),
        'progress-source': 'query',
      });
      expectStatus(await getStalled('', { 'If-None-Match': '"another"' }), 200);
      const [demo, failed] = [endOf(world.demo), endOf(world.failed)];
      const tags = [];
      for (const { id } of [demo, failed]) {
        const end = await world.api.get(`/operations/${id}`);
        tags.push(end.headers['etag']);
        const held = { headers: { 'If-None-Match': end.headers['etag'] ?? '' } };
        const again = await world.other.get(`/operations/${id}`, held);
        expectStatus(again, 304);
        expect(again.headers).not.toHaveProperty('retry-after');
      }
      expect(new Set([tag, ...tags]).size).toBe(3);
    });

    test('Cache-Control: private, no-cache; Progress-Source: query or result', async () => {
      expect((await getStalled()).headers).toMatchObject({
        'cache-control': 'private, no-cache',
        'progress-source': 'query',
      });
      for (const { id } of ended()) {
        expect((await world.api.get(`/operations/${id}`)).headers).toMatchObject({
          'cache-control': 'private, no-cache',
          'progress-source': 'result',
        });
      }
    });
  });

  describe('Prefer: wait=N or ?wait=N', () => {
    test('is at most 60 s', async () => {
      for (const seconds of ['-1', '1.5', 'long', '']) {
        expectStatus(await getStalled(`?wait=${seconds}`), 400);
        expectStatus(await getStalled('', { Prefer: `wait=${seconds}` }), 400);
      }
      for (const seconds of ['60', '61', '100', '999999999']) {
        const headers = { 'If-None-Match': '"another"', Prefer: `wait=${seconds}` };
        for (const now of [
          await getStalled(`?wait=${seconds}`, headers),
          await getStalled('', headers),
        ]) {
          expectStatus(now, 200);
          expect(now.headers['preference-applied']).toBe('wait=60');
        }
      }
    });

    test('with If-None-Match: 304 when no change came; Preference-Applied: wait=N', async () => {
      const { tag } = world.stalled;
      const asks = [
        () => getStalled('?wait=1', { 'If-None-Match': tag }),
        () => getStalled('', { 'If-None-Match': tag, Prefer: 'wait=1' }),
      ];
      for (const { answer, tookMs } of await Promise.all(asks.map(measure))) {
        expectStatus(answer, 304);
        expect(tookMs).toBeGreaterThanOrEqual(990);
        expect(answer.headers).toMatchObject({ etag: tag, 'preference-applied': 'wait=1' });
      }
    });

    test('without: the current state when the time is up', async () => {
      const { answer, tookMs } = await measure(() => getStalled('?wait=1'));
      expect(operationOf(answer).status).toBe('running');
      expect(tookMs).toBeGreaterThanOrEqual(990);
      expect(answer.headers).toMatchObject({
        etag: world.stalled.tag,
        'preference-applied': 'wait=1',
        'retry-after': expect.any(String),
      });
    });

    test('with If-None-Match it responds at the next change, without when the operation is terminal', async () => {
      const { id, tag } = await startStillCluster(world.stack, 'waited-for');
      const path = `/operations/${id}`;
      const headers = { 'If-None-Match': tag, Prefer: 'wait=60' };
      const [changed, done] = [
        world.other.get(path, { headers, timeoutMs: 60_000 }),
        world.api.get(`${path}?wait=60`, { timeoutMs: 60_000 }),
      ];
      // Both requests wait before anything happens.
      await getStalled('?wait=1', { 'If-None-Match': world.stalled.tag });
      expectStatus(await world.api.post(`${path}/cancel`, {}), 202);
      const { answer, tookMs } = await measure(() => changed);
      expect(tookMs).toBeLessThan(PROMPT_MS);
      expect(operationOf(answer).status).toBe('canceling');
      expect(answer.headers['etag']).not.toBe(tag);
      expect(answer.headers['preference-applied']).toBe('wait=60');
      const end = await done;
      expect(operationOf(end).status).toBe('canceled');
      expect(end.headers).not.toHaveProperty('retry-after');
      const again = await measure(() => world.api.get(`${path}?wait=60`));
      expectStatus(again.answer, 200);
      expect(again.tookMs).toBeLessThan(PROMPT_MS);
    });

    test('a client that disconnects never cancels anything', async () => {
      await expect(
        world.api.get(`/operations/${world.stalled.id}?wait=60`, { timeoutMs: 200 }),
      ).rejects.toThrow('no answer');
      await eventually(async () => {
        const answer = await getStalled();
        expect(operationOf(answer)).toMatchObject({ status: 'running', cancelable: true });
        expect(answer.headers['etag']).toBe(world.stalled.tag);
        return true;
      });
    });
  });
}
