import { beforeAll, describe, expect, test } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

const TAG = /^"[0-9a-f-]{36}\.\d+(\.canceling)?(\.memo)?(\.[0-9a-f]{8})?"$/;

let stack: Stack;

export function conditional(scene: Scene): void {
  describe('conditional reads', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('an unchanged operation keeps its tag and its bytes, in every process', async () => {
      const { id } = await scene.still('still');
      const first = await stack.api.get(`/operations/${id}`);
      const tag = first.headers['etag'] ?? '';
      expect(tag).toMatch(TAG);
      expect(first.headers).toMatchObject({
        'cache-control': 'private, no-cache',
        'progress-source': 'query',
        'retry-after': expect.stringMatching(/^\d+$/),
      });

      // For two seconds nothing happens.
      const waited = await stack.api.get(`/operations/${id}?wait=2`, {
        headers: { 'If-None-Match': tag },
      });
      expectStatus(waited, 304);
      const second = await stack.api.get(`/operations/${id}`);
      expect(second.headers['etag']).toBe(tag);
      expect(second.body).toEqual(first.body);

      const [, other] = stack.apis;
      await eventually(async () => {
        const elsewhere = await other?.get(`/operations/${id}`);
        expect(elsewhere?.headers['etag']).toBe(tag);
        expect(elsewhere?.body).toEqual(first.body);
        return true;
      });
      const condition = { headers: { 'If-None-Match': tag } };
      expect(await other?.get(`/operations/${id}`, condition)).toMatchObject({ status: 304 });
    });

    test('If-None-Match follows the standard', async () => {
      const { id } = await scene.still('matched');
      const { headers } = await stack.api.get(`/operations/${id}`);
      const tag = headers['etag'] ?? '';
      const [, run = '', version = ''] = /^"([^.]+)\.(\d+)/.exec(tag) ?? [];
      const answers: [string, number][] = [
        [tag, 304],
        [`W/${tag}`, 304],
        ['*', 304],
        [`"other", ${tag}`, 304],
        [`"other",W/${tag}`, 304],
        ['"other"', 200],
        [tag.replaceAll('"', ''), 200],
        ['', 200],
        [`"${run}.${Number(version) - 1}"`, 200],
        // The view of this process has no list of resources, so the other view is better.
        [`"${run}.${version}.memo"`, 200],
        // Another process knew a newer version.
        [`"${run}.${Number(version) + 1}"`, 304],
        [`"${run.replace(/^./, (first) => (first === '0' ? '1' : '0'))}.${version}"`, 200],
      ];
      for (const [value, status] of answers) {
        const answer = await stack.api.get(`/operations/${id}`, {
          headers: { 'If-None-Match': value },
        });
        const empty = answer.body === '';
        expect({ value, status: answer.status, empty }).toEqual({
          value,
          status,
          empty: status === 304,
        });
        expect(answer.headers).toMatchObject({
          'cache-control': 'private, no-cache',
          'progress-source': 'query',
          'retry-after': expect.stringMatching(/^\d+$/),
        });
      }
    });

    test('a cancel is visible at once in the process that received it, with a new tag', async () => {
      const { id } = await scene.stall('canceled');
      const before = await stack.api.get(`/operations/${id}`);
      const answer = await stack.api.post(`/operations/${id}/cancel`, {});
      expectStatus(answer, 202);
      expect(answer.body).toMatchObject({ status: 'canceling' });
      expect(answer.headers['etag']).toMatch(TAG);
      expect(answer.headers['etag']).not.toBe(before.headers['etag']);
      const changed = await stack.api.get(`/operations/${id}`, {
        headers: { 'If-None-Match': before.headers['etag'] ?? '' },
      });
      expectStatus(changed, 200);
      const { operation, statuses } = await stack.follow(id);
      expect(statuses).not.toContain('running');
      expect(operation.status).toBe('canceled');
    });

    test('accepted operations, ended operations and resources each have a tag', async () => {
      const accepted = await stack.api.post('/networks', { name: 'tagged' });
      expectStatus(accepted, 202);
      expect(accepted.headers['etag']).toMatch(TAG);
      const { id } = parseExactly(operationSchema, accepted.body);
      await stack.succeeded(id);

      const ended = await stack.api.get(`/operations/${id}`);
      expect(ended.headers['retry-after']).toBeUndefined();
      expect(ended.headers['progress-source']).toBe('result');
      const again = await stack.apis[1]?.get(`/operations/${id}`, {
        headers: { 'If-None-Match': ended.headers['etag'] ?? '' },
      });
      expect(again).toMatchObject({ status: 304, body: '' });
      expect(again?.headers['retry-after']).toBeUndefined();

      const resource = await stack.api.get('/networks/tagged');
      const tag = resource.headers['etag'] ?? '';
      expect(tag).toMatch(/^"[\w-]+"$/);
      const condition = { headers: { 'If-None-Match': `W/${tag}` } };
      expect(await stack.apis[1]?.get('/networks/tagged', condition)).toMatchObject({
        status: 304,
        headers: { etag: tag, 'cache-control': 'private, no-cache' },
      });
      await stack.finished((await stack.remove('/networks/tagged')).id);
      expect((await stack.api.get('/networks/tagged', condition)).status).toBe(404);
    });

    test('an operation that was ended from outside shows that as a change', async () => {
      const { id } = await scene.stall('ended');
      const before = await stack.api.get(`/operations/${id}`);
      const client = await stack.temporalClient();
      await client.workflow.getHandle(id).terminate();
      const tags = await Promise.all(
        stack.apis.map((api) =>
          eventually(async () => {
            const { body, headers } = await api.get(`/operations/${id}`);
            const operation = parseExactly(operationSchema, body);
            if (operation.status !== 'failed') return false;
            const { version } = parseExactly(operationSchema, before.body);
            expect(operation.version).toBeGreaterThan(version);
            expect(operation.error?.code).toBe('operation_terminated');
            return headers['etag'];
          }),
        ),
      );
      expect(new Set(tags).size).toBe(1);
    });
  });
}
