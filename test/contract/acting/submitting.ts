import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import { plannedActions } from '../../support/stack/planned-actions.ts';
import { clusterAt, listOf, networkAt } from '../world.ts';
import { accepted } from '../accepted.ts';
import { BLUE, make, expectProblem, SMALL, type Scene } from './scene.ts';

export function submitting(scene: Scene): void {
  describe.concurrent('submitting', () => {
    test('POST /networks, DELETE /networks/{networkId}: create_network, delete_network', async () => {
      const { api, stack } = scene;
      const made = accepted(await api.post('/networks', { name: 'brief' }), 'create_network');
      expect((await networkAt(api, '/networks/brief')).status).toBe('creating');
      await stack.succeeded(made.id);
      const gone = accepted(await api.delete('/networks/brief'), 'delete_network');
      await stack.succeeded(gone.id);
      expectStatus(await api.get('/networks/brief'), 404);
    });

    test('POST, PATCH, DELETE of a cluster: create_cluster, update_cluster, delete_cluster; its operations, newest first', async () => {
      const { api, stack } = scene;
      const made = accepted(
        await api.post('/clusters', { name: 'short', ...SMALL }),
        'create_cluster',
      );
      await stack.succeeded(made.id);
      const patch = { kubernetesVersion: '1.34' };
      const changed = accepted(await api.patch('/clusters/short', patch), 'update_cluster');
      await stack.succeeded(changed.id);
      expect(await clusterAt(api, '/clusters/short')).toMatchObject({
        status: 'active',
        operationId: changed.id,
        spec: patch,
      });
      const gone = accepted(await api.delete('/clusters/short'), 'delete_cluster');
      await stack.succeeded(gone.id);
      expectStatus(await api.get('/clusters/short'), 404);
      await stack.expectCleanCloud({ tags: { 'slipway:resource': 'clusters/short' } });
      await eventually(async () => {
        const { items } = await listOf(api, '/clusters/short/operations');
        expect(items.map(({ id }) => id)).toEqual([gone.id, changed.id, made.id]);
        return true;
      });
    });

    test('POST /instance-types:discover: discover_instance_types', async () => {
      const question = { families: ['m5'], maxVCpus: 2 };
      const answer = await scene.api.post('/instance-types:discover', question);
      const { id } = accepted(answer, 'discover_instance_types');
      const { result } = await scene.stack.succeeded(id);
      expect(result?.items).toMatchObject([{ instanceType: 'm5.large' }]);
    });

    test('POST /clusters/{id}:recover rebuilds a lost record: recover_cluster', async () => {
      const { api, stack } = scene;
      await make(scene, 'lost');
      expectProblem(await api.post('/clusters/lost:recover'), 409, 'not_lost');
      const before = await stack.entity('cluster', 'lost');
      const client = await stack.temporalClient();
      await client.workflow.getHandle(`${stack.organizationId}/clusters/lost`).terminate();
      expect(await clusterAt(api, '/clusters/lost')).toMatchObject({
        status: 'failed',
        statusReason: 'record_lost',
      });
      expectProblem(await api.patch('/clusters/lost', {}), 409, 'record_lost');
      const again = accepted(await api.post('/clusters/lost:recover'), 'recover_cluster');
      await stack.succeeded(again.id);
      expect((await clusterAt(api, '/clusters/lost')).status).toBe('active');
      const after = await stack.entity('cluster', 'lost');
      expect(Object.keys(after?.ledger ?? {})).toEqual(Object.keys(before?.ledger ?? {}));
      await stack.expectCloudEqualsLedger('cluster', 'lost');
    });

    test('the defaults make the shortest useful request short, also for a change', async () => {
      const { api, stack } = scene;
      await make(scene, 'defaults');
      const { spec } = await clusterAt(api, '/clusters/defaults');
      const operation = await stack.patch('/clusters/defaults', {
        nodeGroups: [BLUE, { name: 'green' }],
      });
      expect(plannedActions(await stack.succeeded(operation.id))).toEqual({
        'launch_template/green': 'create',
        'node_group/green': 'create',
      });
      expect((await clusterAt(api, '/clusters/defaults')).spec).toMatchObject({
        ...spec,
        nodeGroups: [BLUE, { name: 'green', instanceTypes: ['m5.large'], desiredSize: 2 }],
      });
    });

    test('of an unknown resource or operation: 404 for every request', async () => {
      const { api } = scene;
      const nobody = '/clusters/nobody';
      for (const answer of [
        await api.patch(nobody, {}),
        await api.delete(nobody),
        await api.delete('/networks/nobody'),
        await api.post(`${nobody}:recover`),
        await api.get(`${nobody}/resources`),
        await api.post('/operations/01M85ZGF93QRCF4P4CZNQ508HG/retry'),
        await api.post('/operations/01M85ZGF93QRCF4P4CZNQ508HG/cancel'),
      ]) {
        expectProblem(answer, 404, 'not_found');
      }
    });
  });
}
