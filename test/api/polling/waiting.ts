import { beforeAll, describe, expect, test } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

const PROMPT_MS = 2_000;

let stack: Stack;

export function waits(scene: Scene): void {
  describe('waiting', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('the time to wait is a whole number of seconds', async () => {
      const { id } = await scene.stall('asked');
      const path = `/operations/${id}`;
      const bad = ['-1', '1.5', 'abc', '', '1e1', '9999999999', '"5"', '5 6'];
      for (const value of bad) {
        const [preferred, queried] = [
          await stack.api.get(path, { headers: { Prefer: `wait=${value}` } }),
          await stack.api.get(`${path}?wait=${encodeURIComponent(value)}`),
        ];
        for (const answer of [preferred, queried]) {
          expect({ value, status: answer.status }).toEqual({ value, status: 400 });
          expect(parseExactly(problemSchema, answer.body)).toMatchObject({ code: 'invalid_query' });
        }
      }
      for (const query of ['?wait=1&wait=2', '?patience=1']) {
        expect((await stack.api.get(path + query)).status).toBe(400);
      }
      const good: [string, string | undefined][] = [
        ['wait=0', 'wait=0'],
        ['respond-async, wait=0', 'wait=0'],
        ['WAIT = 0; x=1, wait=9', 'wait=0'],
        ['respond-async', undefined],
      ];
      for (const [value, applied] of good) {
        const answer = await stack.api.get(path, { headers: { Prefer: value } });
        expect({ value, status: answer.status }).toEqual({ value, status: 200 });
        expect(answer.headers['preference-applied']).toBe(applied);
      }
    });

    test('a client that names its version gets the next change, or 304', async () => {
      const { id, tag } = await scene.still('changing');
      const condition = { headers: { 'If-None-Match': tag, Prefer: 'wait=1' } };
      const began = Date.now();
      const none = await stack.api.get(`/operations/${id}`, condition);
      expect(Date.now() - began).toBeGreaterThanOrEqual(990);
      expectStatus(none, 304);
      expect(none.headers).toMatchObject({
        etag: tag,
        'preference-applied': 'wait=1',
        'retry-after': expect.stringMatching(/^\d+$/),
      });

      const path = `/operations/${id}?wait=60`;
      const waiting = stack.apis.map((api) => api.get(path, { headers: { 'If-None-Match': tag } }));
      const canceled = await stack.api.post(`/operations/${id}/cancel`, {});
      expectStatus(canceled, 202);
      const asked = Date.now();
      for (const answer of await Promise.all(waiting)) {
        expectStatus(answer, 200);
        expect(answer.headers['preference-applied']).toBe('wait=60');
        // The end may follow the cancel immediately.
        expect(['canceling', 'canceled']).toContain(
          parseExactly(operationSchema, answer.body).status,
        );
      }
      expect(Date.now() - asked).toBeLessThan(PROMPT_MS);
      // Its version is old, or belongs to another operation, so the response comes at once.
      for (const held of [tag, '"something"']) {
        const at = Date.now();
        const answer = await stack.api.get(path, { headers: { 'If-None-Match': held } });
        expectStatus(answer, 200);
        expect(Date.now() - at).toBeLessThan(PROMPT_MS);
      }
    });

    test('any other client gets the outcome, or the current state when the time is up', async () => {
      const { id } = await scene.stall('outcome');
      const began = Date.now();
      const early = await stack.api.get(`/operations/${id}?wait=1`);
      expect(Date.now() - began).toBeGreaterThanOrEqual(990);
      expectStatus(early, 200);
      expect(early.body).toMatchObject({ status: 'running' });

      const waiting = stack.apis.map((api) => api.get(`/operations/${id}?wait=14`));
      expectStatus(await stack.api.post(`/operations/${id}/cancel`, {}), 202);
      for (const answer of await Promise.all(waiting)) {
        expectStatus(answer, 200);
        expect(answer.body).toMatchObject({ status: 'canceled' });
        expect(answer.headers['retry-after']).toBeUndefined();
      }
      const at = Date.now();
      expectStatus(await stack.api.get(`/operations/${id}?wait=60`), 200);
      expect(Date.now() - at).toBeLessThan(PROMPT_MS);
    });

    test('a client that disconnects cancels nothing', async () => {
      const { id, tag } = await scene.still('left');
      for (const headers of [{ 'If-None-Match': tag }, {}]) {
        await expect(
          stack.api.get(`/operations/${id}?wait=60`, { headers, timeoutMs: 300 }),
        ).rejects.toThrow('no answer');
      }
      const after = await stack.api.get(`/operations/${id}`);
      expect(after.headers['etag']).toBe(tag);
      expect(after.body).toMatchObject({ status: 'running' });
    });

    test('without a worker a wait ends only at a change or its time limit, and nothing goes backwards', async () => {
      const { id, tag } = await scene.still('alone');
      const held = parseExactly(operationSchema, (await stack.api.get(`/operations/${id}`)).body);
      await stack.worker.kill();
      // This process knows only the memo.
      await stack.apis[1]?.restart();
      for (const api of stack.apis) {
        const answer = await api.get(`/operations/${id}?wait=2`, {
          headers: { 'If-None-Match': tag },
        });
        // On a busy machine, Temporal has noticed the dead worker by now. Then the message says so.
        const isSame = answer.status === 304;
        const now = isSame ? held : parseExactly(operationSchema, answer.body);
        expect(isSame ? answer.headers['etag'] : tag).toBe(tag);
        expect({ ...now, progress: now.progress.message.split('; ')[0] }).toMatchObject({
          status: held.status,
          version: held.version,
          progress: held.progress.message.split('; ')[0],
        });
      }
      const rebuilt = await stack.apis[1]?.get(`/operations/${id}`);
      expect(rebuilt?.headers['progress-source']).toBe('history');
      expect(rebuilt?.headers['etag']).toMatch(/\.history\d+(\.[0-9a-f]{8})?"$/);
      const seen = parseExactly(operationSchema, rebuilt?.body);
      expect(seen.version).toBeLessThanOrEqual(held.version);
      // Every resource is shown as the workflow showed it last.
      expect(seen.progress.resources).toEqual(held.progress.resources);
      expect(seen.progress.summary).toEqual(held.progress.summary);

      await stack.worker.start();
      const back = await eventually(
        async () => {
          const answer = await stack.apis[1]?.get(`/operations/${id}`);
          const now = parseExactly(operationSchema, answer?.body);
          expect(now.version).toBeGreaterThanOrEqual(seen.version);
          return answer?.headers['progress-source'] === 'query' ? now : undefined;
        },
        { timeoutMs: 20_000 },
      );
      expect(back.version).toBeGreaterThanOrEqual(held.version);
      expect(back.progress.resources.length).toBe(back.progress.summary.total);
    });
  });
}
