import { describe, expect, test } from 'vitest';
import { WorkflowNotFoundError } from '@temporalio/client';
import { operationWorkflow, PREVIEW_WORKFLOW } from '../../../contract/temporal/names.ts';
import { operationPlanSchema } from '../../../contract/operations/plan.ts';
import { OPERATION_KINDS } from '../../../contract/vocabulary.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { eventually } from '../../support/eventually.ts';
import { expectStatus } from '../../support/http/http.ts';
import { plannedActions } from '../../support/stack/planned-actions.ts';
import { clusterAt, listOf, operationOf } from '../world.ts';
import { BLUE, failing, keyed, make, expectProblem, SMALL, type Scene } from './scene.ts';

/** The type of the workflow, or undefined when it does not exist. */
async function workflowType({ stack }: Scene, workflowId: string): Promise<string | undefined> {
  try {
    const client = await stack.temporalClient();
    return (await client.workflow.getHandle(workflowId).describe()).type;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/**
 * Temporal deletes a workflow only after its queues have noted the end, which takes up to half a
 * minute.
 */
const FORGOTTEN = { timeoutMs: 60_000, intervalMs: 250 };

/** Must run late, so that the first preview is long over. */
export function afterPreviews(scene: Scene): void {
  test('the workflow of a preview is deleted', { timeout: 70_000 }, async () => {
    const forgotten = await eventually(
      async () => (await workflowType(scene, `preview-${scene.preview}`)) === undefined,
      FORGOTTEN,
    );
    expect(forgotten).toBe(true);
  });
}

/** Fails unless the operation is a consistent plan of this kind. */
function expectPlan({ status, progress, ...rest }: Operation, kind: string): void {
  expect(rest).toMatchObject({ operation: kind, cancelable: false });
  expect(status).toBe('pending');
  const { resources, summary } = progress;
  const same = resources.filter(({ operation }) => operation === 'same').length;
  expect(summary).toEqual({
    total: resources.length,
    pending: resources.length - same,
    running: 0,
    succeeded: 0,
    failed: 0,
    unchanged: same,
  });
  for (const { operation, status: state } of resources) {
    expect(state).toBe(operation === 'same' ? 'unchanged' : 'pending');
  }
}

export function previews(scene: Scene): void {
  /** Fails if anything of the preview is stored. */
  async function expectNothing({ id }: Operation): Promise<void> {
    const { api, stack } = scene;
    expectProblem(await api.get(`/operations/${id}`), 404, 'not_found');
    expect(await workflowType(scene, id)).toBeUndefined();
    // Temporal may need half a minute to delete it.
    expect([undefined, PREVIEW_WORKFLOW]).toContain(await workflowType(scene, `preview-${id}`));
    expect((await listOf(api, '/operations')).items.map((it) => it.id)).not.toContain(id);
    const types = OPERATION_KINDS.map((kind) => `'${operationWorkflow(kind)}'`);
    const client = await stack.temporalClient();
    const query = `WorkflowType IN (${types.join(', ')}) AND WorkflowId = '${id}'`;
    expect((await client.workflow.count(query)).count).toBe(0);
  }

  describe.concurrent('?validateOnly=true → 200 with an Operation that was not stored', () => {
    test('of a create: the name is not reserved', async () => {
      const { api, stack } = scene;
      for (const [path, kind] of [
        ['/clusters', 'create_cluster'],
        ['/networks', 'create_network'],
      ] as const) {
        const answer = await api.post(`${path}?validateOnly=true`, { name: 'imagined' });
        const preview = operationOf(answer, 200);
        for (const header of ['location', 'operation-location', 'etag', 'retry-after']) {
          expect(answer.headers).not.toHaveProperty(header);
        }
        expectPlan(preview, kind);
        expect(new Set(Object.values(plannedActions(preview)))).toEqual(new Set(['create']));
        await expectNothing(preview);
        expectStatus(await api.get(`${path}/imagined`), 404);
        expectStatus(await api.get(`${path}/imagined/operations`), 404);
      }
      await stack.expectCleanCloud(ofCluster('imagined'));
      await make(scene, 'imagined');
    });

    test('of an update and a delete: the real plan, without any change', async () => {
      const { api, stack } = scene;
      const before = await api.get('/clusters/demo');
      const seen = await stack.inspect.resources(ofCluster('demo'));
      const patch = { nodeGroups: [{ ...BLUE, instanceTypes: ['m5.xlarge'] }] };
      const update = await stack.preview('PATCH', '/clusters/demo', patch);
      expectPlan(update, 'update_cluster');
      expect(plannedActions(update)).toEqual({ 'node_group/blue': 'replace' });
      const types = { before: { json: '["m5.large"]' }, after: { json: '["m5.xlarge"]' } };
      expect(update.plan).toEqual({
        spec: [{ path: 'nodeGroups.blue.instanceTypes', ...types }],
        resources: [
          {
            address: 'node_group/blue',
            type: 'node_group',
            name: 'blue',
            operation: 'replace',
            reason: 'cannot_update',
            attributes: expect.arrayContaining([
              { path: 'instanceTypes', ...types, replaces: true },
              { path: 'id', before: { json: expect.any(String) }, after: { hidden: 'unknown' } },
            ]),
          },
        ],
        outputs: [],
      });
      const removal = await stack.preview('DELETE', '/clusters/demo');
      expectPlan(removal, 'delete_cluster');
      expect(removal.progress.resources).toHaveLength(seen.length);
      expect(new Set(Object.values(plannedActions(removal)))).toEqual(new Set(['delete']));
      for (const preview of [update, removal]) await expectNothing(preview);
      const after = await api.get('/clusters/demo');
      expect([after.body, after.headers['etag']]).toEqual([before.body, before.headers['etag']]);
      expect(await stack.inspect.resources(ofCluster('demo'))).toEqual(seen);
    });

    test('of an update to the same in other words: nothing changes', async () => {
      const [group] = (await clusterAt(scene.api, '/clusters/demo')).spec.nodeGroups;
      const reversed = Object.fromEntries(Object.entries(group ?? {}).toReversed());
      const patch = { upgradePolicy: 'standard', deletionProtection: false };
      for (const nodeGroups of [[reversed], [BLUE]]) {
        const same = await scene.stack.preview('PATCH', '/clusters/demo', { ...patch, nodeGroups });
        expect(same.plan).toEqual({ spec: [], resources: [], outputs: [] });
        expect(new Set(Object.values(plannedActions(same)))).toEqual(new Set());
      }
    });

    test('of a retry: existing nodes are adopted, and retryOf names the operation', async () => {
      const { stack } = scene;
      const failed = await failing(scene, 'rehearsed', { onFailure: 'retain' });
      const preview = await stack.preview('POST', `/operations/${failed.id}/retry`);
      expectPlan(preview, 'create_cluster');
      expect(preview.retryOf).toBe(failed.id);
      expect(plannedActions(preview)['node_group/blue']).toBe('replace');
      expect(preview.progress.summary.unchanged).toBeGreaterThan(5);
      await expectNothing(preview);
      const retried = await stack.submit(`/operations/${failed.id}/retry`);
      expect(plannedActions(await stack.succeeded(retried.id))).toEqual(plannedActions(preview));
    });

    test('an operation that was carried out has the same plan, as JSON and as text', async () => {
      const { api, demo } = scene;
      const path = `/operations/${demo.id}/plan`;
      const answer = await api.get(path);
      expectStatus(answer, 200);
      const plan = operationPlanSchema.parse(answer.body);
      expect(plan).toEqual(answer.body);
      const created = plan.resources.map(({ address, operation }) => `${operation} ${address}`);
      const shown = demo.progress.resources.map(({ type, name }) => `create ${type}/${name}`);
      expect(created.toSorted()).toEqual(shown.toSorted());
      const group = plan.resources.find(({ type }) => type === 'node_group');
      expect(group?.attributes).toContainEqual({
        path: 'maxSize',
        after: { json: String(BLUE.maxSize) },
      });
      const text = await api.get(path, { headers: { accept: 'text/plain' } });
      expect(text.body).toContain('+ node_group/blue will be created');
      const etag = answer.headers['etag'] ?? '';
      expectStatus(await api.get(path, { headers: { 'if-none-match': etag } }), 304);
    });

    test('of a discovery', async () => {
      const preview = await scene.stack.preview('POST', '/instance-types:discover', {});
      expectPlan(preview, 'discover_instance_types');
      await expectNothing(preview);
    });

    test('of a recovery: the record stays lost', async () => {
      const { api, stack } = scene;
      await make(scene, 'missing');
      const client = await stack.temporalClient();
      await client.workflow.getHandle(`${stack.organizationId}/clusters/missing`).terminate();
      const preview = await stack.preview('POST', '/clusters/missing:recover');
      expectPlan(preview, 'recover_cluster');
      expect(new Set(Object.values(plannedActions(preview)))).toEqual(new Set(['read']));
      await expectNothing(preview);
      const removal = await stack.preview('DELETE', '/clusters/missing');
      expect(Object.keys(plannedActions(removal)).toSorted()).toEqual(
        Object.keys(plannedActions(preview)).toSorted(),
      );
      expect((await clusterAt(api, '/clusters/missing')).statusReason).toBe('record_lost');
    });

    test('faults that only the cloud can detect are a 422 as well', async () => {
      const body = {
        ...SMALL,
        name: 'unfit',
        nodeGroups: [{ ...BLUE, instanceTypes: ['m5.tiny'] }],
      };
      const answer = await scene.api.post('/clusters?validateOnly=true', body);
      const { errors } = expectProblem(answer, 422, 'invalid_request');
      expect(errors?.map(({ pointer }) => pointer)).toEqual(['/nodeGroups/0/instanceTypes/0']);
      const patch = { nodeGroups: body.nodeGroups };
      expectProblem(
        await scene.api.patch('/clusters/demo?validateOnly=true', patch),
        422,
        'invalid_request',
      );
    });

    test('and uses up no key', async () => {
      const { api, stack } = scene;
      const key = keyed('rehearsed-first');
      operationOf(await api.post('/networks?validateOnly=true', { name: 'keyed-net' }, key), 200);
      const answer = await api.post('/networks', { name: 'keyed-net' }, key);
      expect(answer.headers).not.toHaveProperty('idempotency-replayed');
      await stack.succeeded(operationOf(answer, 202).id);
    });
  });
}
