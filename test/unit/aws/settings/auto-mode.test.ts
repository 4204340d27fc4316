/** EKS Auto Mode: what it does not go with, what a cluster has without node groups, and the nodes of its plan. */
import { expect, test } from 'vitest';
import { withDefaults } from '../../../../api/http/defaults.ts';
import {
  clusterSpecSchema,
  createClusterRequestSchema,
  type Cluster,
} from '../../../../contract/resources/cluster.ts';
import { RequestError } from '../../../../contract/problems/problem-codes.ts';
import { patchedSpec } from '../../../../operations/kinds/patch-cluster.ts';
import { clusterRows } from '../../../../providers/aws/plan/cluster-plan.ts';
import { nodeKey } from '../../../../providers/identity.ts';

const DEFAULTS = {
  providers: ['aws', 'simulated'] as const,
  regions: { aws: 'eu-central-1', simulated: 'sim-central-1' } as const,
};
const requestOf = (request: object) =>
  createClusterRequestSchema.safeParse(
    withDefaults(DEFAULTS, { name: 'demo', ...request }, 'cluster'),
  );
const faultsOf = (request: object) =>
  (requestOf(request).error?.issues ?? []).map(({ path }) => path.join('/'));
const auto = (fields: object) => ({ aws: { autoMode: true }, ...fields });

function clusterOf(spec: object): Cluster {
  return {
    id: 'demo',
    uid: '01JD0000000000000000000000',
    organizationId: 'local',
    name: 'demo',
    provider: 'aws',
    region: 'eu-central-1',
    status: 'active',
    outputs: {},
    operationId: '01JD0000000000000000000001',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    spec: clusterSpecSchema.parse(spec),
  };
}

function patchFaults(spec: object, patch: Parameters<typeof patchedSpec>[1]): string[] {
  try {
    patchedSpec(clusterOf(spec), patch);
    return [];
  } catch (error) {
    if (error instanceof RequestError) return error.faults.map(({ pointer }) => pointer);
    throw error;
  }
}

test('a cluster with Auto Mode has no node groups and no add-ons unless it names some', () => {
  expect(requestOf(auto({})).data).toMatchObject({ nodeGroups: [], addons: [] });
  expect(requestOf({ aws: { autoMode: false } }).data?.nodeGroups).toHaveLength(1);
  const named = requestOf(auto({ nodeGroups: [{ name: 'gpu' }], addons: ['vpc-cni'] })).data;
  expect(named).toMatchObject({ nodeGroups: [{ name: 'gpu' }], addons: ['vpc-cni'] });
});

test.each([
  ['no node group without Auto Mode', { nodeGroups: [], addons: [] }, ['nodeGroups']],
  [
    'no node group in the simulated cloud',
    { provider: 'simulated', nodeGroups: [] },
    ['nodeGroups'],
  ],
  ['Karpenter beside it', auto({ karpenter: true }), ['karpenter']],
  ['add-ons that it replaces', auto({ addons: ['metrics-server', 'coredns'] }), ['addons/1']],
  ['no pool', { aws: { autoMode: { nodePools: [] } } }, ['aws/autoMode/nodePools']],
  [
    'a pool twice',
    { aws: { autoMode: { nodePools: ['system', 'system'] } } },
    ['aws/autoMode/nodePools'],
  ],
])('%s is refused', (_, request, paths) => {
  expect(faultsOf(request)).toEqual(paths);
});

test('other add-ons, node groups with their add-ons, and pod identities without the agent are accepted', () => {
  const policyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
  const podIdentities = [{ namespace: 'shop', serviceAccount: 'api', policyArns }];
  expect(faultsOf(auto({ addons: ['metrics-server'] }))).toEqual([]);
  expect(faultsOf({ aws: { autoMode: { nodePools: ['system'] }, podIdentities } })).toEqual([]);
  // Nodes of Auto Mode have room for the pods of coredns.
  const empty = { name: 'gpu', minSize: 0, desiredSize: 0 };
  expect(faultsOf(auto({ nodeGroups: [empty], addons: ['coredns', 'vpc-cni'] }))).toEqual([]);
});

test('a patch turns it on and off, and says what a cluster needs then', () => {
  expect(patchFaults({}, { aws: { autoMode: true } })).toEqual([]);
  const moved = { nodeGroups: [], addons: [], aws: { autoMode: true } };
  expect(patchFaults({}, moved)).toEqual([]);
  expect(patchFaults({}, { nodeGroups: [], aws: { autoMode: true } })).toContain('/addons/0');
  expect(patchFaults(moved, { aws: { autoMode: null } })).toEqual(['/nodeGroups']);
  expect(patchedSpec(clusterOf(moved), { nodeGroups: null, addons: null })).toMatchObject({
    nodeGroups: [],
    addons: [],
  });
});

test('its plan has the roles of Auto Mode, and those of node groups only with node groups', () => {
  const rowsOf = (spec: object) =>
    new Map(
      clusterRows(clusterSpecSchema.parse(spec), { own: true }).map((row) => [nodeKey(row), row]),
    );
  const rows = rowsOf(auto({ nodeGroups: [], addons: ['metrics-server'] }));
  expect(rows.get('iam_role/cluster')?.properties).toMatchObject({
    managedPolicies: [
      'AmazonEKSClusterPolicy',
      'AmazonEKSComputePolicy',
      'AmazonEKSBlockStoragePolicy',
      'AmazonEKSLoadBalancingPolicy',
      'AmazonEKSNetworkingPolicy',
    ].map((name) => `arn:aws:iam::aws:policy/${name}`),
  });
  expect(rows.get('iam_role/auto-node')?.properties).toMatchObject({
    trusts: 'ec2.amazonaws.com',
    managedPolicies: [
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy',
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    ],
  });
  expect(rows.get('control_plane/main')).toMatchObject({
    needs: expect.arrayContaining(['iam_role/cluster', 'iam_role/auto-node']),
    properties: { autoModePools: ['general-purpose', 'system'] },
  });
  for (const key of ['iam_role/node', 'access_entry/nodes', 'access_entry/auto-node']) {
    expect(rows.has(key)).toBe(false);
  }
  expect(rows.has('addon/metrics-server')).toBe(true);
  expect(rowsOf(auto({})).has('access_entry/nodes')).toBe(true);
  expect(rowsOf({}).get('control_plane/main')?.properties).not.toHaveProperty('autoModePools', []);
});
