import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { clusterSchema } from '../../../contract/resources/cluster.ts';
import { listedOperationSchema, operationSchema } from '../../../contract/operations/operation.ts';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { SMALL, type Scene } from './scene.ts';

let stack: Stack;

export function workerAway(scene: Scene): void {
  describe('without a worker', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('without a worker every request is accepted and can be read; with a worker it is done', async () => {
      await stack.worker.stop();
      const accepted = await stack.submit('/clusters', { name: 'patient', ...SMALL });

      const began = Date.now();
      const read = await stack.api.get(`/operations/${accepted.id}`);
      // A worker that is away costs a query of 2 s at most.
      expect(Date.now() - began).toBeLessThan(5_000);
      expect(read.headers['progress-source']).toBe('memo');
      expect(parseExactly(operationSchema, read.body)).toMatchObject({
        status: 'pending',
        progress: { stage: 'queued', resources: [], summary: { total: 0 } },
      });
      expect(
        parseExactly(clusterSchema, (await stack.api.get('/clusters/patient')).body),
      ).toMatchObject({ status: 'creating', operationId: accepted.id });

      const taken = await stack.api.post('/clusters', { name: 'patient' });
      expect(taken.status).toBe(409);
      expect(parseExactly(problemSchema, taken.body)).toMatchObject({ code: 'already_exists' });
      const busy = await stack.api.delete('/clusters/patient');
      expect(busy.status).toBe(409);
      expect(parseExactly(problemSchema, busy.body)).toMatchObject({
        code: 'resource_busy',
        conflictingOperationId: accepted.id,
        links: { cancel: `/operations/${accepted.id}/cancel` },
      });

      await eventually(async () => {
        const listed = z
          .object({ items: z.array(listedOperationSchema) })
          .parse((await stack.api.get('/operations?resourceId=patient')).body);
        expect(listed.items).toMatchObject([{ id: accepted.id, status: 'pending' }]);
        const clusters = (await stack.api.get('/clusters?status=creating')).body;
        expect(clusters).toMatchObject({ items: [{ id: 'patient', status: 'creating' }] });
        return true;
      });
      expect((await stack.api.get('/healthz')).status).toBe(200);
      expect((await stack.api.get('/readyz')).status).toBe(200);

      await stack.worker.start();
      await stack.succeeded(accepted.id);
      expect((await stack.api.get('/clusters/patient')).body).toMatchObject({ status: 'active' });
      await stack.expectCloudEqualsLedger('cluster', 'patient');
    });

    test('the work of a stopped worker resumes on another one', async () => {
      const accepted = await stack.submit('/clusters', { name: 'handed-on', ...SMALL });
      const before = await stack.follow(accepted.id, {
        until: ({ progress }) => progress.summary.succeeded >= 3,
      });
      await stack.worker.stop();
      const { operation } = await stack.follow(accepted.id, { until: () => true });
      expect(operation.status).toBe('running');
      // This API process keeps showing the state that it had, because the memo is older.
      expect(operation.version).toBeGreaterThanOrEqual(before.operation.version);
      expect(operation.progress.resources).toHaveLength(operation.progress.summary.total);
      await stack.worker.start();
      await stack.succeeded(accepted.id);
      await stack.expectCloudEqualsLedger('cluster', 'handed-on');
    });
  });
}
