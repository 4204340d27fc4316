import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { expectStatus } from '../../support/http/http.ts';
import { plannedActions } from '../../support/stack/planned-actions.ts';
import { clusterAt, operationOf } from '../world.ts';
import {
  BLUE,
  failForQuota,
  failing,
  faults,
  GREEN,
  make,
  expectProblem,
  SMALL,
  type Scene,
} from './scene.ts';

export function retrying(scene: Scene): void {
  const retry = (id: string) => scene.api.post(`/operations/${id}/retry`);

  async function failedUpdate(name: string): Promise<Operation> {
    const patch = {
      nodeGroups: [BLUE, GREEN],
      ...faults({ type: 'node_group', name: 'green', when: 'ready', kind: 'error' }),
    };
    const { id } = await scene.stack.patch(`/clusters/${name}`, patch);
    const ended = await scene.stack.finished(id);
    expect(ended.status).toBe('failed');
    return ended;
  }

  describe.concurrent('POST /operations/{id}/retry', () => {
    test('from failed → 202 with a new operation and its retryOf; after a rollback it makes all nodes again', async () => {
      const { stack, api } = scene;
      const failed = await failForQuota(scene, 'second-try', 'sim-west-1');
      expectStatus(await api.get('/clusters/second-try'), 404);
      expect(failed.links.retry).toBe(`/operations/${failed.id}/retry`);
      const reason = 'the quota was raised';
      const answer = await api.post(failed.links.retry ?? '', { reason });
      const again = operationOf(answer, 202);
      expect(again).toMatchObject({ operation: 'create_cluster', retryOf: failed.id });
      expect(again.id).not.toBe(failed.id);
      expect(answer.headers['location']).toBe(`/operations/${again.id}`);
      expect(again.decisions).toEqual([{ kind: 'retry', at: again.createdAt, reason }]);
      const ended = await stack.succeeded(again.id);
      expect(ended).toMatchObject({ retryOf: failed.id, decisions: again.decisions });
      expect((await clusterAt(api, '/clusters/second-try')).operationId).toBe(again.id);
      // The retried operation stays unchanged.
      expect(operationOf(await api.get(`/operations/${failed.id}`))).toEqual(failed);
    });

    test('from canceled → 202, too', async () => {
      const { stack, api } = scene;
      const { id } = await stack.submit('/clusters', { name: 'on-second-thought', ...SMALL });
      operationOf(await api.post(`/operations/${id}/cancel`), 202);
      expect((await stack.finished(id)).status).toBe('canceled');
      const again = operationOf(await retry(id), 202);
      expect(again.retryOf).toBe(id);
      await stack.succeeded(again.id);
    });

    test('else 409 not_retryable, and no link', async () => {
      for (const id of [scene.demo.id, scene.stalled]) {
        expect(operationOf(await scene.api.get(`/operations/${id}`)).links).not.toHaveProperty(
          'retry',
        );
        expectProblem(await retry(id), 409, 'not_retryable');
      }
    });

    test('adopts existing nodes', async () => {
      const { stack, api } = scene;
      const failed = await failing(scene, 'retained', { onFailure: 'retain' });
      expect((await clusterAt(api, '/clusters/retained')).status).toBe('failed');
      const before = await stack.inspect.resources(ofCluster('retained'));
      const again = operationOf(await retry(failed.id), 202);
      const { resourceUid, progress } = await stack.succeeded(again.id);
      expect(resourceUid).toBe(failed.resourceUid);
      const whole = before.filter(({ state }) => state === 'available').map(({ id }) => id);
      const after = (await stack.inspect.resources(ofCluster('retained'))).map(({ id }) => id);
      expect(whole.filter((id) => !after.includes(id))).toEqual([]);
      expect(progress.summary.unchanged).toBeGreaterThan(5);
      await stack.expectCloudEqualsLedger('cluster', 'retained');
    });

    test('of an update and of a delete', async () => {
      const { stack, api } = scene;
      const denied = { type: 'control_plane', when: 'delete', kind: 'error', code: 'AccessDenied' };
      await make(scene, 'stubborn', faults(denied));
      const failed = await failedUpdate('stubborn');
      const again = operationOf(await retry(failed.id), 202);
      expect(again).toMatchObject({ operation: 'update_cluster', retryOf: failed.id });
      expect(plannedActions(await stack.succeeded(again.id))).toMatchObject({
        'node_group/green': 'create',
      });
      expect((await clusterAt(api, '/clusters/stubborn')).spec.nodeGroups).toHaveLength(2);
      const removal = await stack.finished((await stack.remove('/clusters/stubborn')).id);
      expect(removal.status).toBe('failed');
      const last = operationOf(await retry(removal.id), 202);
      expect(last).toMatchObject({ operation: 'delete_cluster', retryOf: removal.id });
      await stack.succeeded(last.id);
      expectStatus(await api.get('/clusters/stubborn'), 404);
      await stack.expectCleanCloud(ofCluster('stubborn'));
      expectProblem(await retry(failed.id), 404, 'not_found');
    });

    test('of a retry', async () => {
      const fault = { type: 'node_group', when: 'create', kind: 'quota', times: 2 };
      const body = { name: 'persistent', ...SMALL, onFailure: 'retain', ...faults(fault) };
      const { stack } = scene;
      let id = (await stack.submit('/clusters', body)).id;
      for (const status of ['failed', 'failed', 'succeeded']) {
        expect((await stack.finished(id)).status).toBe(status);
        if (status === 'failed') id = operationOf(await retry(id), 202).id;
      }
    });

    test('superseded → 409 when another operation has changed the resource since', async () => {
      const { stack } = scene;
      await make(scene, 'moved-on');
      const failed = await failedUpdate('moved-on');
      await stack.succeeded((await stack.patch('/clusters/moved-on', { simulation: null })).id);
      expectProblem(await retry(failed.id), 409, 'superseded');
    });

    test('of a create whose name is taken now → 409 already_exists', async () => {
      const failed = await failing(scene, 'too-late');
      await make(scene, 'too-late');
      expectProblem(await retry(failed.id), 409, 'already_exists');
    });

    test('of a resource that is busy → 409 resource_busy', async () => {
      const { stack } = scene;
      const failed = await failing(scene, 'crowded', { onFailure: 'retain' });
      const hang = faults({ type: 'node_group', when: 'ready', kind: 'hang' });
      const { id } = await stack.patch('/clusters/crowded', hang);
      await stack.finished(id, { until: ({ progress }) => progress.stage === 'provisioning' });
      const busy = expectProblem(await retry(failed.id), 409, 'resource_busy');
      expect(busy.conflictingOperationId).toBe(id);
    });
  });
}
