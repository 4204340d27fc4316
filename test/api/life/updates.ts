/** Changes a cluster. Each change works only on the nodes that differ. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clusterSchema, type Cluster } from '../../../contract/resources/cluster.ts';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { nodesMadeTwice, ofCluster } from '../../support/stack/cloud.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import { plannedActions } from '../../support/stack/planned-actions.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

const BLUE = { name: 'blue', minSize: 1, desiredSize: 2, maxSize: 4 };
const GREEN = { name: 'green', minSize: 1, desiredSize: 1, maxSize: 2 };

/** A cluster that several tests change, one after the other. */
const CHANGING = '/clusters/changing';
/** A cluster that several tests use, and none changes. */
const IMPOSSIBLE = '/clusters/unchanged';
const ADDONS = ['vpc-cni', 'coredns'];
const STORAGE = [...ADDONS, 'aws-ebs-csi-driver'];
const SMALL = { networkId: 'stage', nodeGroups: [BLUE], addons: [], karpenter: false };
/** Has every node that a cluster can have. */
const WHOLE = { networkId: undefined, addons: undefined, karpenter: true };

let stack: Stack;
let count = 0;
let path: string;

async function make(spec: object = {}): Promise<void> {
  const name = path.split('/').at(-1);
  const { id } = await stack.submit('/clusters', { name, ...SMALL, ...spec });
  await stack.succeeded(id);
}

async function read(): Promise<Cluster> {
  return parseExactly(clusterSchema, (await stack.api.get(path)).body);
}

/** Fails unless the preview and the change do only what is expected, and every other node is the same one. */
async function expectOnly(patch: object, expected: Record<string, string>): Promise<void> {
  const before = await stack.inspect.resources(ofCluster(idOf()));
  expect(plannedActions(await stack.preview('PATCH', path, patch))).toEqual(expected);
  const operation = await stack.succeeded((await stack.patch(path, patch)).id);
  expect(plannedActions(operation)).toEqual(expected);
  const { summary } = operation.progress;
  expect(summary).toMatchObject({
    succeeded: Object.keys(expected).length,
    unchanged: summary.total - Object.keys(expected).length,
  });
  await stack.expectCloudEqualsLedger('cluster', idOf());
  expect(await read()).toMatchObject({ status: 'active', spec: patch });
  const after = await stack.inspect.resources(ofCluster(idOf()));
  const kept = (it: { type: string; name: string }) =>
    !['create', 'delete', 'replace'].includes(expected[`${it.type}/${it.name}`] ?? '');
  expect(after.filter(kept).map(({ id }) => id)).toEqual(before.filter(kept).map(({ id }) => id));
}

/** Creates a cluster before the tests of this block, all of which use it. */
function shareCluster(shared: string): void {
  beforeAll(async () => {
    path = shared;
    await make();
  });
  beforeEach(() => {
    path = shared;
  });
}

const idOf = () => path.slice('/clusters/'.length);

export function updates(scene: Scene): void {
  describe('updates', () => {
    beforeAll(async () => {
      ({ stack } = scene);
      const { id } = await stack.submit('/networks', { name: SMALL.networkId });
      await stack.succeeded(id);
    });

    beforeEach(async () => {
      path = `/clusters/u${(count += 1)}`;
    });

    describe('a change works on the nodes that differ, and every other node stays as it is', () => {
      shareCluster(CHANGING);

      // Each change starts from the cluster that the one before it has left.
      test.each<[string, object, Record<string, string>]>([
        [
          'the next version goes to the control plane and the nodes',
          { kubernetesVersion: '1.34' },
          { 'control_plane/main': 'update', 'node_group/blue': 'update' },
        ],
        [
          'a node group is added',
          { nodeGroups: [BLUE, GREEN] },
          { 'launch_template/green': 'create', 'node_group/green': 'create' },
        ],
        [
          'a node group is resized',
          { nodeGroups: [{ ...BLUE, desiredSize: 4 }, GREEN] },
          { 'node_group/blue': 'update' },
        ],
        [
          'a node group changes its machines',
          { nodeGroups: [{ ...BLUE, desiredSize: 4, instanceTypes: ['m5.xlarge'] }, GREEN] },
          { 'node_group/blue': 'replace' },
        ],
        [
          'a node group replaces another',
          { nodeGroups: [GREEN, { ...GREEN, name: 'white' }] },
          {
            'launch_template/white': 'create',
            'node_group/white': 'create',
            'launch_template/blue': 'delete',
            'node_group/blue': 'delete',
          },
        ],
      ])('%s', async (_what, patch, expected) => {
        await expectOnly(patch, expected);
      });

      test('the changed cluster is deleted without a trace', async () => {
        await stack.succeeded((await stack.remove(path)).id);
        await stack.expectCleanCloud(ofCluster(idOf()));
      });
    });

    test('an add-on is removed with its own dependencies', async () => {
      await make({ addons: STORAGE });
      await expectOnly(
        { addons: ADDONS },
        {
          'addon/aws-ebs-csi-driver': 'delete',
          'iam_role/ebs-csi': 'delete',
          'pod_identity_association/ebs-csi': 'delete',
        },
      );
      await stack.succeeded((await stack.remove(path)).id);
      await stack.expectCleanCloud(ofCluster(idOf()));
    });

    test('tags reach every resource, and an empty patch changes nothing', async () => {
      await make({ ...WHOLE, tags: { team: 'core', cost: '42' } });
      const patch = { tags: { cost: null, stage: 'prod' } };
      const operation = await stack.succeeded((await stack.patch(path, patch)).id);
      expect(new Set(Object.values(plannedActions(operation)))).toEqual(new Set(['update']));
      expect((await read()).spec.tags).toEqual({ team: 'core', stage: 'prod' });
      for (const { tags } of await stack.inspect.resources(ofCluster(idOf()))) {
        expect(tags).toMatchObject({ team: 'core', stage: 'prod' });
        expect(tags).not.toHaveProperty('cost');
      }
      const again = await stack.succeeded((await stack.patch(path, patch)).id);
      expect(plannedActions(again)).toEqual({});
      expect(again.progress.summary.unchanged).toBe(again.progress.summary.total);
      await stack.expectCloudEqualsLedger('cluster', idOf());
    });

    test('an update that fails restores the earlier state', async () => {
      await make();
      const before = await read();
      const seen = await stack.inspect.resources(ofCluster(idOf()));
      const patch = {
        kubernetesVersion: '1.34',
        nodeGroups: [{ ...BLUE, instanceTypes: ['m5.xlarge'] }, GREEN],
        simulation: {
          faults: [{ type: 'node_group', name: 'green', when: 'ready', kind: 'error' }],
        },
      };
      const operation = await stack.finished((await stack.patch(path, patch)).id);
      expect(operation).toMatchObject({ status: 'failed', error: { code: 'create_failed' } });
      expect(operation.error?.details.survivors).toBeUndefined();
      const after = await read();
      expect(after).toMatchObject({ status: 'active', spec: before.spec });
      await stack.expectCloudEqualsLedger('cluster', idOf());
      const now = await stack.inspect.resources(ofCluster(idOf()));
      expect(now.map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
      const again = await stack.succeeded((await stack.patch(path, {})).id);
      expect(plannedActions(again)).toEqual({});
    });

    test('a failed undo names the differences from before, and a retry continues', async () => {
      await make({ addons: STORAGE });
      const patch = {
        nodeGroups: [BLUE, GREEN],
        addons: ADDONS,
        simulation: {
          faults: [
            { type: 'node_group', name: 'green', when: 'ready', kind: 'error' },
            {
              type: 'node_group',
              name: 'green',
              when: 'delete',
              kind: 'error',
              code: 'AccessDenied',
            },
          ],
        },
      };
      const operation = await stack.finished((await stack.patch(path, patch)).id);
      expect(operation).toMatchObject({
        status: 'failed',
        error: {
          code: 'cleanup_failed',
          details: {
            survivors: [expect.stringMatching(/green$/), expect.stringMatching(/green$/)],
          },
        },
      });
      expect(await read()).toMatchObject({ status: 'failed' });
      const retried = await stack.submit(`/operations/${operation.id}/retry`);
      expect(retried).toMatchObject({ operation: 'update_cluster', retryOf: operation.id });
      await stack.succeeded(retried.id);
      await stack.expectCloudEqualsLedger('cluster', idOf());
      expect(await read()).toMatchObject({ status: 'active', spec: { addons: patch.addons } });
    });

    test('a replacement that fails repeatedly adopts nothing dead, and succeeds in the end', async () => {
      await make();
      const patch = (times: number) => ({
        nodeGroups: [{ ...BLUE, instanceTypes: ['m5.xlarge'] }],
        simulation: { faults: [{ name: 'blue', when: 'ready', kind: 'error', times }] },
      });
      // Each patch requests different faults, so that each fails some times.
      for (const times of [11, 12, 13, 14]) {
        const operation = await stack.finished((await stack.patch(path, patch(times))).id);
        expect(operation).toMatchObject({ status: 'failed', error: { code: 'create_failed' } });
        expect(await read()).toMatchObject({ status: 'active' });
        await stack.expectCloudEqualsLedger('cluster', idOf());
      }
      const { nodeGroups } = patch(1);
      const operation = await stack.patch(path, { nodeGroups, simulation: null });
      expect(plannedActions(await stack.succeeded(operation.id))).toEqual({
        'node_group/blue': 'replace',
      });
      expect(await nodesMadeTwice(stack.inspect)).toEqual([]);
      const spent = (await stack.inspect.calls()).filter(
        ({ method, status, type, tags }) =>
          method === 'POST' &&
          status === 200 &&
          type === 'node_group' &&
          tags?.['slipway:resource'] === `clusters/${idOf()}`,
      );
      expect(spent).toEqual([]);
    });

    test('changes of an ended operation are undone when the next operation fails', async () => {
      await make();
      const group = (it: object) => ({ nodeGroups: [{ ...BLUE, ...it }] });
      const faults = (when: string, kind: string) => ({
        simulation: { faults: [{ name: 'blue', when, kind }] },
      });
      const half = await stack.patch(path, {
        ...group({ desiredSize: 4 }),
        ...faults('updated', 'slow'),
      });
      const blue = async () => {
        const all = await stack.inspect.resources(ofCluster(idOf()));
        return all.filter(({ type }) => type === 'node_group');
      };
      // The change is short, but what it requests is shown from then on.
      await eventually(async () =>
        (await blue()).some(({ properties }) => properties['desiredSize'] === 4),
      );
      await (await stack.temporalClient()).workflow.getHandle(half.id).terminate();
      await eventually(async () => (await blue()).every(({ state }) => state === 'available'));
      const patch = { ...group({ instanceTypes: ['m5.xlarge'] }), ...faults('ready', 'error') };
      const failed = await stack.finished((await stack.patch(path, patch)).id);
      expect(failed).toMatchObject({ status: 'failed', error: { code: 'create_failed' } });
      await stack.expectCloudEqualsLedger('cluster', idOf());
      expect(await blue()).toMatchObject([
        { state: 'available', properties: { desiredSize: 2, instanceTypes: ['m5.large'] } },
      ]);
    });

    describe('an impossible spec', () => {
      shareCluster(IMPOSSIBLE);

      test.each<[object, string[]]>([
        [{ region: 'sim-east-1' }, ['/region']],
        [{ name: 'other', networkId: 'base' }, ['/name', '/networkId']],
        [{ kubernetesVersion: '1.32' }, ['/kubernetesVersion']],
        [{ kubernetesVersion: '1.31', region: 'sim-west-1' }, ['/region', '/kubernetesVersion']],
        [{ nodeGroups: [] }, ['/nodeGroups']],
        [{ nothing: 1, karpenter: 'yes' }, ['/karpenter', '/nothing']],
      ])('is refused with every reason: %j', async (patch, pointers) => {
        const answer = await stack.api.patch(path, patch);
        expectStatus(answer, 422);
        const problem = parseExactly(problemSchema, answer.body);
        expect(problem).toMatchObject({ code: 'invalid_request' });
        expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
      });
    });
  });
}
