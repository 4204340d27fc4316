import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { BARE, type Scene } from './scene.ts';

const PROMPT_MS = 2_500;
/** Holds the write lock until its input ends. Readers are not affected. */
const LOCK = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
database.execute('BEGIN IMMEDIATE')
print('locked', flush=True)
sys.stdin.read()
`;

/** Keeps every other process from writing to a SQLite database, as a full disk does. */
async function lockForWrites(database: string): Promise<{ release(): Promise<void> }> {
  const child = spawn('python3', ['-c', LOCK, database], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    async release() {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}

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

      for (const [method, at, body] of [
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
        const answer = await stack.api.send(method, at, { ...(body && { body }) });
        expect({ at, late: Date.now() - began > PROMPT_MS }).toEqual({ at, late: false });
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

    test('while Temporal can only read, it is not ready', async () => {
      const lock = await lockForWrites(path.join(stack.dataDirectory, 'temporal.db'));
      try {
        // The last successful write answers for a few seconds.
        const answer = await eventually(async () => {
          const began = Date.now();
          const ready = await stack.api.get('/readyz');
          expect(Date.now() - began).toBeLessThan(PROMPT_MS);
          return ready.status === 200 ? undefined : ready;
        });
        expect(parseExactly(problemSchema, answer.body)).toMatchObject({
          status: 503,
          code: 'temporal_unavailable',
        });
        expect((await stack.api.get('/healthz')).status).toBe(200);
      } finally {
        await lock.release();
      }
      await eventually(async () => (await stack.api.get('/readyz')).status === 200);
    });
  });
}
