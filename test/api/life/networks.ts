import { beforeAll, describe, expect, test } from 'vitest';
import { clusterSchema } from '../../../contract/resources/cluster.ts';
import { networkSchema } from '../../../contract/resources/network.ts';
import { problemSchema, type Problem } from '../../../contract/problems/problem.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { BARE, type Scene } from './scene.ts';

let stack: Stack;

async function expectRefused(body: object): Promise<Problem> {
  const answer = await stack.api.post('/clusters', body);
  return parseExactly(problemSchema, answer.body);
}

export function networks(scene: Scene): void {
  describe('networks', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('a cluster uses a network, which cannot be deleted before it', async () => {
      const made = await stack.submit('/networks', {
        name: 'ground',
        cidr: '10.8.0.0/18',
        availabilityZoneCount: 3,
        natGateways: 'per_zone',
      });
      const early = await expectRefused({ name: 'early', networkId: 'ground' });
      expect(early).toMatchObject({ status: 409, code: 'network_not_active', retryable: true });
      await stack.succeeded(made.id);
      const network = parseExactly(networkSchema, (await stack.api.get('/networks/ground')).body);
      expect(network).toMatchObject({ status: 'active', outputs: { vpcId: expect.any(String) } });
      expect(network.outputs['privateSubnetIds']?.split(',')).toHaveLength(3);
      await stack.expectCloudEqualsLedger('network', 'ground');

      const cluster = await stack.submit('/clusters', {
        name: 'tenant',
        networkId: 'ground',
        ...BARE,
      });
      const done = await stack.succeeded(cluster.id);
      const types = new Set(done.progress.resources.map(({ type }) => type));
      expect(types).toContain('control_plane');
      expect(types).not.toContain('vpc');
      expect(
        parseExactly(clusterSchema, (await stack.api.get('/clusters/tenant')).body),
      ).toMatchObject({ networkId: 'ground', status: 'active' });
      await stack.expectCloudEqualsLedger('cluster', 'tenant');

      const inUse = await stack.api.delete('/networks/ground');
      expect(parseExactly(problemSchema, inUse.body)).toMatchObject({
        status: 409,
        code: 'in_use',
        attachments: ['tenant'],
      });
      expect((await stack.api.get('/networks/ground')).body).toMatchObject({ status: 'active' });

      await stack.succeeded((await stack.remove('/clusters/tenant')).id);
      await stack.succeeded((await stack.remove('/networks/ground')).id);
      expect((await stack.api.get('/networks/ground')).status).toBe(404);
      await stack.expectCleanCloud();
    });

    test('a cluster that cannot use its network is refused at once', async () => {
      await stack.succeeded(
        (await stack.submit('/networks', { name: 'west', region: 'sim-west-1' })).id,
      );
      expect(await expectRefused({ name: 'lost', networkId: 'west' })).toMatchObject({
        status: 422,
        errors: [{ pointer: '/region' }],
      });
      expect(await expectRefused({ name: 'lost', networkId: 'nowhere' })).toMatchObject({
        status: 422,
        errors: [{ pointer: '/networkId' }],
      });
      expect((await stack.api.get('/clusters/lost')).status).toBe(404);
    });

    test('a cluster that is rolled back releases its network', async () => {
      const failing = await stack.submit('/clusters', {
        name: 'failing',
        ...BARE,
        networkId: 'west',
        region: 'sim-west-1',
        simulation: { faults: [{ type: 'control_plane', when: 'create', kind: 'quota' }] },
      });
      const { status, error } = await stack.finished(failing.id);
      expect({ status, error }).toMatchObject({
        status: 'failed',
        error: {
          errorType: 'quota',
          code: 'control_plane_limit_exceeded',
          details: { causedBy: 'urn:slipway:local:clusters:failing:control_plane/main' },
        },
      });
      expect((await stack.api.get('/clusters/failing')).status).toBe(404);
      await stack.succeeded((await stack.remove('/networks/west')).id);
      await stack.expectCleanCloud();
    });
  });
}
