/** Stops a worker, which ends cleanly during any wait, and loses nothing. */
import { expect, test } from 'vitest';
import { startStalledCluster } from '../../support/stack/stalled-cluster.ts';
import type { Scene } from './scene.ts';

/**
 * Each round hits the operation at another moment, for example in its claim, which only this worker
 * could grant.
 */
const ROUNDS = 3;
/** Without gateways, so that a round costs less. */
const NETWORK = { natGateways: 'none', availabilityZoneCount: 1 };

export function workerStops(scene: Scene): void {
  test('stops cleanly with a step that waits for the cloud, and others that wait for a record', async () => {
    const { stack } = scene;
    const { id } = await startStalledCluster(stack, 'waiting');
    const submitted: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const network = { name: `network-${round}`, ...NETWORK };
      submitted.push((await stack.submit('/networks', network)).id);
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
}
