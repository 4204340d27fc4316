import { beforeAll, describe, expect, test } from 'vitest';
import { clusterSchema } from '../../../contract/resources/cluster.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { SMALL, type Scene } from './scene.ts';

let stack: Stack;

/** The steps of a resource in a create. A poll may miss a step, but never sees them in another order. */
const LIFE = ['create pending', 'create running', 'create succeeded'];
const isInOrder = (seen: string[]) => LIFE.filter((it) => seen.includes(it)).join() === seen.join();

export function firstPath(scene: Scene): void {
  describe('the first path', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('a cluster is submitted, followed, read and deleted', async () => {
      const accepted = await stack.submit('/clusters', { name: 'demo' });
      expect(accepted).toMatchObject({
        operation: 'create_cluster',
        resourceType: 'cluster',
        resourceId: 'demo',
        organizationId: 'local',
        memberId: 'me',
        cancelable: true,
      });
      const creating = parseExactly(clusterSchema, (await stack.api.get('/clusters/demo')).body);
      expect(creating).toMatchObject({
        status: 'creating',
        uid: accepted.resourceUid,
        operationId: accepted.id,
        outputs: {},
      });

      const { operation, resources, stages, sources } = await stack.follow(accepted.id);
      expect(operation.status).toBe('succeeded');
      expect(stages).toEqual(expect.arrayContaining(['provisioning', 'done']));
      expect(sources).toContain('query');
      expect(operation.progress.summary.total).toBeGreaterThanOrEqual(25);
      const lives = [...resources.values()];
      expect(lives.filter((seen) => !isInOrder(seen))).toEqual([]);
      expect(lives.filter((seen) => seen.at(-1) !== 'create succeeded')).toEqual([]);
      expect(new Set(lives.flat())).toEqual(new Set(LIFE));
      expect(operation.result).toMatchObject({
        items: [{ provider: 'simulated', instanceType: 'm5.large', group: 'default' }],
        metadata: { provider: 'simulated', karpenterReplicas: 0 },
        resource: { type: 'cluster', id: 'demo', uid: accepted.resourceUid },
        outputs: { endpoint: expect.stringMatching(/^https:/) },
      });

      const active = parseExactly(clusterSchema, (await stack.api.get('/clusters/demo')).body);
      expect(active).toMatchObject({
        status: 'active',
        outputs: operation.result?.outputs,
        externalClusterId: expect.any(String),
        externalStatus: expect.any(String),
      });
      await stack.expectCloudEqualsLedger('cluster', 'demo');
      expect(await stack.inspect.resources()).toHaveLength(operation.progress.summary.total);

      const removal = await stack.remove('/clusters/demo');
      const removed = await stack.succeeded(removal.id);
      expect(removed).toMatchObject({ operation: 'delete_cluster', resourceUid: active.uid });
      await stack.expectCleanCloud();
      expect((await stack.api.get('/clusters/demo')).status).toBe(404);
      expect((await stack.api.get(`/operations/${accepted.id}`)).body).toEqual(operation);
    });
  });
}

export function severalClusters(scene: Scene): void {
  test('several clusters are created concurrently', async () => {
    const { stack: on } = scene;
    const names = ['north', 'south', 'east'];
    const operations = await Promise.all(
      names.map((name) => on.submit('/clusters', { name, ...SMALL })),
    );
    await Promise.all(operations.map(({ id }) => on.succeeded(id)));
    for (const name of names) await on.expectCloudEqualsLedger('cluster', name);
    const owners = (await on.inspect.resources()).map(({ tags }) => tags['slipway:resource']);
    expect(new Set(owners)).toEqual(
      new Set(['networks/ground', ...names.map((name) => `clusters/${name}`)]),
    );
    const removals = await Promise.all(names.map((name) => on.remove(`/clusters/${name}`)));
    await Promise.all(removals.map(({ id }) => on.succeeded(id)));
    for (const name of names) await on.expectCleanCloud(ofCluster(name));
  });
}
