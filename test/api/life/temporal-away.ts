import { beforeAll, describe, expect, test } from 'vitest';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { BARE, type Scene } from './scene.ts';

const PROMPT_MS = 2_500;

let stack: Stack;

export function temporalAway(scene: Scene): void {
  describe('without Temporal', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('while Temporal is unreachable every response says so in time; afterwards all works', async () => {
      const accepted = await stack.submit('/clusters', { name: 'survivor', ...BARE });
      await stack.follow(accepted.id, { until: ({ progress }) => progress.summary.succeeded >= 3 });
      await stack.part('temporal').kill();

      for (const [method, path, body] of [
        ['GET', `/operations/${accepted.id}`],
        ['GET', '/operations'],
        ['GET', '/clusters/survivor'],
        ['GET', '/clusters'],
        ['POST', '/clusters', { name: 'other' }],
        ['POST', '/instance-types:discover', {}],
        ['POST', `/operations/${accepted.id}/cancel`, {}],
        ['DELETE', '/clusters/survivor'],
        ['GET', '/readyz'],
      ] as const) {
        const began = Date.now();
        const answer = await stack.api.send(method, path, { ...(body && { body }) });
        expect({ path, late: Date.now() - began > PROMPT_MS }).toEqual({ path, late: false });
        expect(parseExactly(problemSchema, answer.body)).toMatchObject({
          status: 503,
          code: 'temporal_unavailable',
          retryable: true,
        });
        expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
      }
      expect((await stack.api.get('/healthz')).status).toBe(200);

      await stack.part('temporal').start();
      await stack.succeeded(accepted.id, {
        tolerate: (answer) => !(answer instanceof Error) && answer.status === 503,
      });
      await eventually(async () => (await stack.api.get('/readyz')).status === 200);
      await stack.expectCloudEqualsLedger('cluster', 'survivor');
      expect((await stack.api.get('/clusters/other')).status).toBe(404);
    });
  });
}
