import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import { BARE, clusterAt, endOf, listOf, networkAt, type World } from '../world.ts';
import { accepted } from '../accepted.ts';

/** It waits for the deletion that another test has begun. */
const LISTED = { timeoutMs: 30_000 };

export function submitting(world: World): void {
  // These tests run concurrently, because they mostly wait.
  describe.concurrent('submitting', () => {
    test('202 with the full Operation, Location, Operation-Location, Retry-After and ETag', async () => {
      const { id } = accepted(
        await world.api.post('/networks', { name: 'short' }),
        'create_network',
      );
      await world.stack.succeeded(id);
      const removal = accepted(await world.api.delete('/networks/short'), 'delete_network');
      await world.stack.succeeded(removal.id);
      expectStatus(await world.api.get('/networks/short'), 404);
    });

    test('both locations point to /operations/{id}, which always answers 200', async () => {
      const ids = [world.demo, world.failed, world.canceled].map((story) => endOf(story).id);
      for (const id of [world.stalled.id, ...ids]) {
        expectStatus(await world.api.get(`/operations/${id}`), 200);
      }
    });

    test('the resource exists at once, in a state that says it is not usable yet', async () => {
      const { id } = await world.stack.submit('/networks', { name: 'early' });
      expect(await networkAt(world.api, '/networks/early')).toMatchObject({
        status: 'creating',
        operationId: id,
      });
    });

    test('POST /networks and POST /clusters take these fields', async () => {
      const spec = { cidr: '10.8.0.0/18', availabilityZoneCount: 3, natGateways: 'per_zone' };
      const network = {
        name: 'whole',
        provider: 'simulated',
        region: 'sim-west-1',
        connectionId: 'simulated',
        tags: { team: 'platform' },
        ...spec,
      };
      const made = accepted(await world.api.post('/networks', network), 'create_network');
      await world.stack.succeeded(made.id);
      expect(await networkAt(world.api, '/networks/whole')).toMatchObject({
        spec: { ...spec, tags: network.tags },
        connectionId: 'simulated',
        region: 'sim-west-1',
      });
      const group = {
        name: 'workers',
        instanceTypes: ['m5.large', 'm5.xlarge'],
        minSize: 0,
        desiredSize: 1,
        maxSize: 4,
        capacityType: 'spot',
        diskGiB: 80,
        labels: { role: 'worker' },
        taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }],
      };
      const wanted = {
        kubernetesVersion: '1.33',
        nodeGroups: [group],
        addons: ['vpc-cni', 'coredns'],
        karpenter: false,
        tags: { team: 'platform' },
        onFailure: 'retain',
      };
      const cluster = accepted(
        await world.api.post('/clusters', {
          name: 'tenant',
          provider: 'simulated',
          region: 'sim-west-1',
          networkId: 'whole',
          connectionId: 'simulated',
          ...wanted,
        }),
        'create_cluster',
      );
      const { progress } = await world.stack.succeeded(cluster.id);
      expect(progress.resources.map(({ type }) => type)).not.toContain('vpc');
      expect((await clusterAt(world.api, '/clusters/tenant')).spec).toMatchObject(wanted);
    });

    test('without networkId a cluster makes a network of its own, which its deletion removes', async () => {
      const types = endOf(world.demo).progress.resources.map(({ type }) => type);
      expect(types).toContain('vpc');
      const { id } = await world.stack.submit('/clusters', { name: 'brief', ...BARE });
      await world.stack.succeeded(id);
      const removal = accepted(await world.api.delete('/clusters/brief'), 'delete_cluster');
      const { progress } = await world.stack.succeeded(removal.id);
      expect(progress.resources.map(({ type }) => type)).toContain('vpc');
      await world.stack.expectCleanCloud({ tags: { 'slipway:resource': 'clusters/brief' } });
    });

    test('GET of a cluster or network and its operations, newest first', async () => {
      await eventually(async () => {
        const of = await listOf(world.api, '/networks/short/operations');
        expect(of.items.map(({ operation }) => operation)).toEqual([
          'delete_network',
          'create_network',
        ]);
        const clusters = await listOf(world.api, '/clusters/demo/operations');
        expect(clusters.items.map(({ id }) => id)).toEqual([endOf(world.demo).id]);
        return true;
      }, LISTED);
    });

    test('POST /instance-types:discover takes these fields', async () => {
      const question = {
        provider: 'simulated',
        region: 'sim-east-1',
        connectionId: 'simulated',
        architectures: ['amd64'],
        minVCpus: 2,
        maxVCpus: 4,
        gpu: false,
        families: ['m5', 'c5'],
        podDensity: 'prefix',
      };
      const { id } = accepted(
        await world.api.post('/instance-types:discover', question),
        'discover_instance_types',
      );
      const items = (await world.stack.succeeded(id)).result?.items ?? [];
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) {
        expect(item).toMatchObject({ architecture: 'amd64', gpuCount: 0 });
        expect(['m5', 'c5']).toContain(item.instanceFamily);
        expect(item.vCpus).toBeGreaterThanOrEqual(2);
        expect(item.vCpus).toBeLessThanOrEqual(4);
      }
    });
  });
}
