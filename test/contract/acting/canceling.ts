import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import { startStalledCluster } from '../../support/stack/stalled-cluster.ts';
import { clusterAt, operationOf } from '../world.ts';
import { BLUE, faults, GREEN, hanging, make, expectProblem, type Scene } from './scene.ts';

export function canceling(scene: Scene): void {
  const cancel = (id: string, body?: object) => scene.api.post(`/operations/${id}/cancel`, body);

  /** Begins an update that waits for a node group which never gets ready. */
  async function beginUpdate(name: string, more: object): Promise<string> {
    await make(scene, name);
    const { id } = await scene.stack.patch(`/clusters/${name}`, more);
    await eventually(async () => {
      const there = await scene.stack.inspect.resources(ofCluster(name));
      return there.some((it) => it.type === 'node_group' && it.name === 'green');
    });
    const isAlone = ({ progress }: Operation) => progress.summary.running === 1;
    await scene.stack.finished(id, { until: isAlone });
    return id;
  }

  describe.concurrent('POST /operations/{id}/cancel {reason?}', () => {
    test('→ 202, canceling; again → 202; everything it made is undone; canceled with an error; again → 200', async () => {
      const { stack, api } = scene;
      const { id } = await startStalledCluster(stack, 'regretted');
      const first = await cancel(id, { reason: 'the wrong region' });
      const decisions = [{ kind: 'cancel', at: expect.any(String), reason: 'the wrong region' }];
      expect(operationOf(first, 202)).toMatchObject({ status: 'canceling', decisions });
      expect(first.headers).toMatchObject({ location: `/operations/${id}` });
      const again = await cancel(id);
      expect(['canceling', 'canceled']).toContain(operationOf(again, again.status).status);
      const ended = await stack.finished(id);
      expect(ended).toMatchObject({
        status: 'canceled',
        error: { errorType: 'canceled' },
        decisions,
        links: { retry: `/operations/${id}/retry` },
      });
      expect(operationOf(await cancel(id), 200)).toEqual(ended);
      expectStatus(await api.get('/clusters/regretted'), 404);
      await stack.expectCleanCloud(ofCluster('regretted'));
    });

    test('otherwise terminal → 409 operation_terminal', async () => {
      for (const { id } of [scene.demo, scene.failed]) {
        expectProblem(await cancel(id), 409, 'operation_terminal');
      }
    });

    test('of an update: the earlier state is restored', async () => {
      const { stack, api } = scene;
      const patch = { nodeGroups: [{ ...BLUE, desiredSize: 2 }, GREEN], ...hanging('green') };
      const id = await beginUpdate('wavering', patch);
      expect((await clusterAt(api, '/clusters/wavering')).status).toBe('updating');
      operationOf(await cancel(id), 202);
      expect((await stack.finished(id)).status).toBe('canceled');
      const cluster = await clusterAt(api, '/clusters/wavering');
      expect(cluster).toMatchObject({ status: 'active', spec: { nodeGroups: [BLUE] } });
      expect(cluster.spec.nodeGroups).toHaveLength(1);
      await stack.expectCloudEqualsLedger('cluster', 'wavering');
    });

    test('if undoing fails: failed, every survivor listed', async () => {
      const { stack, api } = scene;
      const group = { type: 'node_group', name: 'green' };
      const denied = { ...group, when: 'delete', kind: 'error', code: 'AccessDenied' };
      const patch = {
        nodeGroups: [BLUE, GREEN],
        ...faults({ ...group, when: 'ready', kind: 'hang' }, denied),
      };
      const id = await beginUpdate('stuck', patch);
      operationOf(await cancel(id), 202);
      const { status, error } = await stack.finished(id);
      expect(status).toBe('failed');
      const there = await stack.inspect.resources(ofCluster('stuck'));
      const green = there.filter(({ name }) => name === 'green').map(({ type }) => `${type}/green`);
      const survivors = error?.details.survivors ?? [];
      for (const name of green) expect(survivors.join()).toContain(name);
      expect(survivors).toHaveLength(green.length);
      expect((await clusterAt(api, '/clusters/stuck')).status).toBe('failed');
    });

    test('the link that a busy resource names', async () => {
      const { stack, api } = scene;
      await startStalledCluster(stack, 'in-the-way');
      const busy = expectProblem(await api.delete('/clusters/in-the-way'), 409, 'resource_busy');
      expectStatus(await api.post(busy.links?.cancel ?? ''), 202);
      const ended = await stack.finished(busy.conflictingOperationId ?? '');
      expect(ended.status).toBe('canceled');
    });

    test('DELETE /operations/{id} is not offered', async () => {
      const answer = await scene.api.delete(`/operations/${scene.demo.id}`);
      expectProblem(answer, 405, 'method_not_allowed');
    });
  });
}
