import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import { endOf, listOf, operationOf, SMALL, type World } from '../world.ts';

const PROMPT_MS = 3_000;

export function service(world: World): void {
  describe('about the service', () => {
    test('GET /healthz', async () => {
      expect(await world.api.get('/healthz')).toMatchObject({
        status: 200,
        body: { status: 'ok' },
      });
    });

    test('GET /readyz: the body also says whether a worker is polling', async () => {
      expect(await world.api.get('/readyz')).toMatchObject({
        status: 200,
        body: { status: 'ready', temporal: 'reachable', worker: 'polling', engines: 'polling' },
      });
    });

    test('GET /openapi.json: OpenAPI 3.1', async () => {
      const answer = await world.api.get('/openapi.json');
      expectStatus(answer, 200);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      const document = z.looseObject({
        openapi: z.string().regex(/^3\.1\./),
        paths: z.record(z.string(), z.unknown()),
      });
      const { paths } = document.parse(answer.body);
      for (const path of ['/operations/{operationId}', '/clusters', '/healthz', '/docs']) {
        expect(paths).toHaveProperty([path]);
      }
      const held = { headers: { 'If-None-Match': answer.headers['etag'] ?? '' } };
      expectStatus(await world.api.get('/openapi.json', held), 304);
    });

    test('GET /docs: a browsable page that loads nothing from elsewhere', async () => {
      const page = await world.api.get('/docs');
      expectStatus(page, 200);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'/);
      const html = String(page.body);
      const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);
      expect(named.length).toBeGreaterThan(0);
      for (const url of named) {
        expect(url).toMatch(/^\/(?!\/)/);
        expectStatus(await world.api.get(url), 200);
      }
    });
  });
}

/** Tests what needs no worker. Stops the worker and starts it again. */
export function withoutWorker(world: World): void {
  describe('with no worker running', () => {
    test('a name is taken exactly and at once, and reads answer from the instant of the 202', async () => {
      await world.stack.worker.stop();
      const { id } = await world.stack.submit('/clusters', { name: 'patient', ...SMALL });
      const taken = await world.other.post('/clusters', { name: 'patient' });
      expectStatus(taken, 409);
      expect(taken.body).toMatchObject({ code: 'already_exists' });
      const read = await world.api.get(`/operations/${id}`);
      expect(operationOf(read)).toMatchObject({ status: 'pending', progress: { stage: 'queued' } });
      expect(read.headers).toMatchObject({
        'progress-source': 'memo',
        'retry-after': '1',
        etag: expect.stringMatching(/\.memo"$/),
      });
      expect((await world.api.get('/clusters/patient')).body).toMatchObject({ status: 'creating' });
    });

    test('lists need none', async () => {
      await eventually(async () => {
        const { items } = await listOf(world.api, '/operations?resourceId=patient');
        expect(items).toMatchObject([{ status: 'pending' }]);
        return true;
      });
    });

    test('the service is ready: reads work without one', async () => {
      const { id } = endOf(world.demo);
      expect(operationOf(await world.api.get(`/operations/${id}`))).toEqual(endOf(world.demo));
      const ready = await world.api.get('/readyz');
      expectStatus(ready, 200);
      // Temporal lists a poller for a while after it has gone.
      expect(ready.body).toMatchObject({ worker: expect.stringMatching(/^(polling|absent)$/) });
      await world.stack.worker.start();
    });
  });
}

/** Stops Temporal, so these tests must run last. */
export function withoutTemporal(world: World): void {
  describe('with Temporal unreachable', () => {
    test('→ 503 with Retry-After; /readyz says so, the process is healthy', async () => {
      await world.stack.part('temporal').kill();
      const began = performance.now();
      const answers = await Promise.all([
        ...['/operations', '/clusters/demo', '/networks', '/readyz'].map((at) => world.api.get(at)),
        world.api.post('/clusters', { name: 'away' }),
      ]);
      expect(performance.now() - began).toBeLessThan(PROMPT_MS);
      for (const answer of answers) {
        expectStatus(answer, 503);
        expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
        expect(parseExactly(problemSchema, answer.body)).toMatchObject({
          code: 'temporal_unavailable',
          retryable: true,
        });
      }
      expectStatus(await world.api.get('/healthz'), 200);
    });

    test('a worker with work in flight stops when it is asked to', async () => {
      await world.stack.worker.stop();
      expect(world.stack.worker.output()).not.toContain('failed to stop');
    });
  });
}
