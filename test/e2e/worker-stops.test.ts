/** Stops a worker, which ends cleanly during any wait, and loses nothing. */
import { expect, test } from 'vitest';
import { startStalledCluster } from '../support/stack/stalled-cluster.ts';
import { startStack } from '../support/stack/stack.ts';

/**
 * Each round hits the operation at another moment, for example in its claim, which only this worker
 * could grant.
 */
const ROUNDS = 8;

test('stops cleanly with a step that waits for the cloud, and others that wait for a record', async () => {
  const stack = await startStack({ env: { SLIPWAY_DEADLINE_FACTOR: '1' } });
  const { id } = await startStalledCluster(stack, 'waiting');
  const submitted: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    submitted.push((await stack.submit('/networks', { name: `network-${round}` })).id);
    // Throws when the worker must be killed.
    await stack.worker.stop();
    await stack.worker.start();
  }
  for (const operation of submitted) await stack.succeeded(operation);
  expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
  expect((await stack.finished(id)).status).toBe('canceled');
  for (let round = 0; round < ROUNDS; round++) {
    await stack.expectCloudEqualsLedger('network', `network-${round}`);
  }
}, 120_000);
