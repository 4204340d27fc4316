/** Complaints of users of provisioners, each by its name. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { eventually } from '../../support/eventually.ts';
import { nodesMadeTwice, ofCluster } from '../../support/stack/cloud.ts';
import { creates, isDelete } from '../../support/faults/proxy.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { BARE, SMALL, type Scene } from './scene.ts';

let stack: Stack;

const statusOf = async (name: string) => (await stack.api.get(`/clusters/${name}`)).status;

async function createCluster(name: string, more: object = {}): Promise<Operation> {
  return stack.succeeded((await stack.submit('/clusters', { name, ...SMALL, ...more })).id);
}
async function createFailing(name: string, more: object): Promise<Operation> {
  const operation = await stack.finished(
    (await stack.submit('/clusters', { name, ...SMALL, ...more })).id,
  );
  expect(operation.status).toBe('failed');
  return operation;
}
async function expectGone(name: string): Promise<void> {
  expect(await statusOf(name)).toBe(404);
  await stack.expectCleanCloud(ofCluster(name));
}
const faults = (...list: object[]) => ({ simulation: { faults: list } });

export function complaints(scene: Scene): void {
  describe('complaints', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('a time-out that skips the deletions', async () => {
      const neverReady = faults({ type: 'node_group', when: 'ready', kind: 'hang' });
      const { error } = await createFailing('timed-out', neverReady);
      expect(error).toMatchObject({ code: 'not_stabilized', errorType: 'not_stabilized' });
      await expectGone('timed-out');
    });

    test('a failed create that can neither be deleted nor recreated', async () => {
      await createFailing('stillborn', {
        onFailure: 'retain',
        ...faults({ type: 'control_plane', when: 'ready', kind: 'error' }),
      });
      expect((await stack.api.get('/clusters/stillborn')).body).toMatchObject({ status: 'failed' });
      await stack.succeeded((await stack.remove('/clusters/stillborn')).id);
      await expectGone('stillborn');
      await createCluster('stillborn');
      await stack.expectCloudEqualsLedger('cluster', 'stillborn');
    });

    test('a first delete after an early failure that fails itself', async () => {
      await createFailing('early', {
        onFailure: 'retain',
        ...faults({ type: 'security_group', when: 'create', kind: 'quota' }),
      });
      await stack.succeeded((await stack.remove('/clusters/early')).id);
      await expectGone('early');
    });

    test('a delete while creating', async () => {
      const { id } = await stack.submit('/clusters', { name: 'hasty', ...SMALL });
      await stack.follow(id, { until: ({ progress }) => progress.summary.succeeded >= 3 });
      expect(await stack.api.delete('/clusters/hasty')).toMatchObject({
        status: 409,
        body: {
          code: 'resource_busy',
          conflictingOperationId: id,
          links: { cancel: expect.any(String) },
        },
      });
      expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
      expect((await stack.finished(id)).status).toBe('canceled');
      await expectGone('hasty');
    });

    test('a cluster for ever in "deleting"', async () => {
      await createCluster(
        'stuck',
        faults({
          type: 'iam_role',
          name: 'cluster',
          when: 'delete',
          kind: 'error',
          code: 'AccessDenied',
        }),
      );
      const first = await stack.finished((await stack.remove('/clusters/stuck')).id);
      expect(first).toMatchObject({
        status: 'failed',
        error: {
          code: 'permission_denied',
          details: { survivors: [expect.stringContaining('iam_role/cluster')] },
        },
      });
      expect((await stack.api.get('/clusters/stuck')).body).toMatchObject({ status: 'failed' });
      await stack.succeeded((await stack.remove('/clusters/stuck')).id);
      await expectGone('stuck');
    });

    test('an orphan after a lost response', async () => {
      const lost = stack.proxy.dropReply(creates('control_plane', 'main'));
      await createCluster('lossy');
      expect(lost.hits).toBe(1);
      expect(await nodesMadeTwice(stack.inspect)).toEqual([]);
      const lostToo = stack.proxy.dropReply(isDelete);
      await stack.succeeded((await stack.remove('/clusters/lossy')).id);
      expect(lostToo.hits).toBe(1);
      await expectGone('lossy');
    });

    test('"already exists" after lost state', async () => {
      await createCluster('forgotten');
      const client = await stack.temporalClient();
      await client.workflow.getHandle(`${stack.organizationId}/clusters/forgotten`).terminate();
      expect(await stack.api.post('/clusters', { name: 'forgotten', ...SMALL })).toMatchObject({
        status: 409,
        body: { code: 'record_lost', detail: expect.stringMatching(/Recover it, or delete it/) },
      });
      await stack.succeeded((await stack.submit('/clusters/forgotten:recover')).id);
      await stack.expectCloudEqualsLedger('cluster', 'forgotten');
      await stack.succeeded((await stack.remove('/clusters/forgotten')).id);
      await expectGone('forgotten');
    });

    test('orphans after lost state: also a deleted record is found again by its operations and tags', async () => {
      await createCluster('erased');
      const before = (await stack.api.get('/clusters/erased')).body as object;
      const entity = `${stack.organizationId}/clusters/erased`;
      const erase = async () => {
        const { workflow, workflowService, options } = await stack.temporalClient();
        await workflowService.deleteWorkflowExecution({
          namespace: options.namespace,
          workflowExecution: { workflowId: entity },
        });
        const isGone = async () =>
          workflow
            .getHandle(entity)
            .describe()
            .then(
              () => false,
              (error: unknown) => error instanceof WorkflowNotFoundError,
            );
        await eventually(isGone);
      };
      await erase();
      expect((await stack.api.get('/clusters/erased')).body).toMatchObject({
        status: 'failed',
        statusReason: 'record_lost',
      });
      for (const validateOnly of ['false', 'true']) {
        const path = `/clusters?validateOnly=${validateOnly}`;
        expect(await stack.api.post(path, { name: 'erased', ...SMALL })).toMatchObject({
          status: 409,
          body: { code: 'record_lost', detail: expect.stringMatching(/Recover it, or delete it/) },
        });
      }
      const recovery = await stack.succeeded((await stack.submit('/clusters/erased:recover')).id);
      expect((await stack.api.get('/clusters/erased')).body).toEqual({
        ...before,
        operationId: recovery.id,
        updatedAt: expect.any(String),
      });
      await stack.expectCloudEqualsLedger('cluster', 'erased');
      await erase();
      await stack.succeeded((await stack.remove('/clusters/erased')).id);
      await expectGone('erased');
    });

    test('orphans of which Temporal knows nothing any more: their name is refused until they are gone', async () => {
      const uid = '01M85ZGF93QRCF4P4CZNQ508HG';
      const tags = {
        'slipway:organization': stack.organizationId,
        'slipway:resource': 'networks/old',
        'slipway:uid': uid,
        'slipway:node': 'vpc/main',
        'slipway:generation': '1',
      };
      const vpc = { type: 'vpc', name: 'main', region: 'sim-central-1', tags };
      const made = await stack.simulator.post('/resources', vpc);
      expectStatus(made, 201);
      const { id } = made.body as { id: string };
      const create = async () =>
        stack.finished((await stack.submit('/networks', { name: 'old' })).id);
      expect(await create()).toMatchObject({
        status: 'failed',
        error: {
          code: 'record_lost',
          errorType: 'conflict',
          message: expect.stringContaining(uid),
        },
        progress: { resources: [] },
      });
      expect((await stack.api.get('/networks/old')).status).toBe(404);
      await stack.simulator.send('DELETE', `/resources/${id}`, {});
      await eventually(async () => (await create()).status === 'succeeded');
      await stack.succeeded((await stack.remove('/networks/old')).id);
    });

    test('a progress bar that lies', async () => {
      const { id } = await stack.submit('/clusters', { name: 'honest', ...BARE });
      // Every poll checks the sums, the order of stages, and that the version only grows.
      const { operation, polls, resources } = await stack.follow(id);
      expect(polls).toBeGreaterThan(5);
      const there = await stack.inspect.resources(ofCluster('honest'));
      expect(operation.progress.summary.succeeded).toBe(there.length);
      expect(resources.size).toBe(there.length);
    });

    test('compensation that is registered too late', async () => {
      // The create takes effect long after its caller gave up, when the operation is already failing.
      const late = stack.proxy.late(creates('security_group', 'internal'), 400, { times: 1 });
      const { id } = await stack.submit('/clusters', {
        name: 'late',
        ...BARE,
        ...faults({ type: 'subnet', name: 'public-a', when: 'ready', kind: 'error' }),
      });
      const { error } = await stack.finished(id);
      expect(error).toMatchObject({ code: 'create_failed' });
      expect(late.hits).toBe(1);
      await expectGone('late');
    });

    test('compensation that is swallowed', async () => {
      const operation = await createFailing(
        'swallowed',
        faults(
          { type: 'node_group', when: 'ready', kind: 'error' },
          { type: 'iam_role', name: 'node', when: 'delete', kind: 'error', code: 'AccessDenied' },
        ),
      );
      const there = await stack.inspect.resources(ofCluster('swallowed'));
      expect(there).toMatchObject([{ type: 'iam_role', name: 'node' }]);
      expect(operation.error).toMatchObject({
        code: 'cleanup_failed',
        details: {
          causedBy: expect.stringContaining('node_group/default'),
          survivors: [expect.stringContaining('iam_role/node')],
        },
      });
      await stack.succeeded((await stack.remove('/clusters/swallowed')).id);
      await expectGone('swallowed');
    });

    test('a cancel that leaves a lock', async () => {
      const { id } = await stack.submit('/clusters', { name: 'locked', ...SMALL });
      expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
      await stack.finished(id);
      await createCluster('locked');
      const removal = await stack.remove('/clusters/locked');
      await stack.api.post(`/operations/${removal.id}/cancel`);
      const { status } = await stack.finished(removal.id);
      expect(['canceled', 'succeeded']).toContain(status);
      const again = await stack.api.delete('/clusters/locked');
      expect(again.status).toBe(status === 'canceled' ? 202 : 404);
      await stack.follow((again.body as Partial<Operation>).id ?? removal.id);
      await expectGone('locked');
    });
  });
}
