/** How often readiness writes to Temporal, and what it says when the write fails. */
import { beforeEach, expect, test } from 'vitest';
import type { Client } from '@temporalio/client';
import { createWriteProbe, type WriteProbe } from '../../../operations/temporal/write-probe.ts';

let started: string[];
let deleted: string[];
let fault: Error | undefined;
let now: number;
let probe: WriteProbe;

beforeEach(() => {
  [started, deleted, fault, now] = [[], [], undefined, 0];
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflow: {
      async start(_type: string, { workflowId }: { workflowId: string }) {
        started.push(workflowId);
        if (fault) throw fault;
      },
    },
    workflowService: {
      async deleteWorkflowExecution(request: { workflowExecution: { workflowId: string } }) {
        deleted.push(request.workflowExecution.workflowId);
        throw new Error('cannot be deleted now');
      },
    },
  } as unknown as Client;
  let ids = 0;
  probe = createWriteProbe({
    client,
    taskQueue: 'slipway',
    newId: () => `ID${++ids}`,
    now: () => now,
  });
});

test('one write answers for all checks of 5 s, and leaves nothing', async () => {
  await Promise.all([probe.check(), probe.check()]);
  now += 4_999;
  await probe.check();
  expect(started).toEqual(['readiness-ID1']);
  now += 1;
  await probe.check();
  expect(started).toEqual(['readiness-ID1', 'readiness-ID2']);
  expect(deleted).toEqual(started);
});

test('whatever prevents the write, readiness says so, and the next check tries again', async () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 13 });
  for (const cause of [full, new Error('attempt to write a readonly database')]) {
    fault = cause;
    await expect(probe.check()).rejects.toMatchObject({
      code: 'temporal_unavailable',
      message: expect.stringContaining('its disk may be full'),
    });
  }
  expect(deleted).toEqual([]);
  fault = undefined;
  await probe.check();
  expect(started).toHaveLength(3);
});
