/** Requests that the schemas accept and AWS refuses. The limits are those of EKS's API model and of EC2. */
import { expect, test } from 'vitest';
import { createClusterRequestSchema } from '../../../contract/resources/cluster.ts';

function faultsOf(request: object, provider: 'aws' | 'simulated' = 'aws'): string[] {
  const region = provider === 'aws' ? 'eu-central-1' : 'sim-central-1';
  const parsed = createClusterRequestSchema.safeParse({
    name: 'demo',
    provider,
    region,
    ...request,
  });
  return (parsed.error?.issues ?? []).map(({ path }) => path.join('/'));
}

/** With a second group, on which the system's pods can run. */
const group = (fields: object) => ({
  nodeGroups: [{ name: 'blue', ...fields }, { name: 'green' }],
});
/** 64 characters, as Kubernetes allows it: 60 of a domain, the slash, and a name. */
const LONG_KEY = `${'a'.repeat(60)}/key`;
const tagsOf = (count: number) => ({
  tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x'])),
});

test.each([
  ['a disk below 20 GiB', group({ diskGiB: 19 }), 'nodeGroups/0/diskGiB'],
  ['a label without a value', group({ labels: { tier: '' } }), 'nodeGroups/0/labels/tier'],
  [
    'the key of a label above 63 characters',
    group({ labels: { [LONG_KEY]: 'x' } }),
    `nodeGroups/0/labels/${LONG_KEY}`,
  ],
  [
    'the key of a taint above 63 characters',
    group({ taints: [{ key: LONG_KEY, effect: 'NoSchedule' }] }),
    'nodeGroups/0/taints/0/key',
  ],
  [
    'a label of a reserved domain',
    group({ labels: { 'eks.amazonaws.com/x': 'y' } }),
    'nodeGroups/0/labels/eks.amazonaws.com/x',
  ],
  ['a tag that starts with aws:', { tags: { 'aws:x': 'y' } }, 'tags/aws:x'],
  ['more tags than instances have room for', tagsOf(36), 'tags'],
])('AWS refuses %s, and the simulated cloud does not', (_, request, path) => {
  expect(faultsOf(request)).toEqual([path]);
  expect(faultsOf(request, 'simulated')).toEqual([]);
});

test('AWS accepts what is at the limits', () => {
  const key = LONG_KEY.slice(1);
  const taints = [{ key, effect: 'NoSchedule' }];
  const request = { ...group({ diskGiB: 20, labels: { [key]: 'x' }, taints }), ...tagsOf(35) };
  expect(faultsOf(request)).toEqual([]);
});

test('a cluster is placed in a network of Slipway or in an existing VPC', () => {
  const vpc = {
    id: 'vpc-0a1b2c3d4e5f67890',
    privateSubnetIds: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'],
  };
  expect(faultsOf({ aws: { vpc } })).toEqual([]);
  expect(faultsOf({ aws: { vpc }, networkId: 'base' })).toEqual(['aws/vpc']);
  const twice = { ...vpc, publicSubnetIds: ['subnet-2a1b2c3d', 'subnet-0a1b2c3d'] };
  expect(faultsOf({ aws: { vpc: twice } })).toEqual(['aws/vpc/publicSubnetIds/1']);
  const wrong = { id: 'my-vpc', privateSubnetIds: ['subnet-x'] };
  expect(faultsOf({ aws: { vpc: wrong } })).toEqual(['aws/vpc/id', 'aws/vpc/privateSubnetIds/0']);
});

test.each([
  ['a disk without its IOPS', { diskType: 'io2' }, 'aws/diskIops'],
  ['IOPS that a type does not have', { diskType: 'gp2', diskIops: 3000 }, 'aws/diskIops'],
  ['more IOPS than the size allows', { diskType: 'io1', diskIops: 2501 }, 'aws/diskIops'],
  [
    'throughput that a type does not have',
    { diskType: 'gp2', diskThroughput: 250 },
    'aws/diskThroughput',
  ],
  ['more throughput than the IOPS allow', { diskThroughput: 751 }, 'aws/diskThroughput'],
  ['fewer pods than the system has', { maxPods: 4 }, 'aws/maxPods'],
  [
    'two limits of the same repair',
    {
      nodeRepair: {
        enabled: true,
        maxUnhealthyNodeThresholdCount: 1,
        maxUnhealthyNodeThresholdPercentage: 10,
      },
    },
    'aws/nodeRepair/maxUnhealthyNodeThresholdPercentage',
  ],
])('AWS refuses %s', (_, aws, path) => {
  expect(faultsOf(group({ aws }))).toEqual([`nodeGroups/0/${path}`]);
});

test('the release of a node image is one of its family', () => {
  const bottlerocket = { aws: { amiFamily: 'bottlerocket' } };
  for (const fine of [
    { release: 'latest' },
    { release: '1.33.5-20260101' },
    { release: '1.50.0-0a1b2c3d', ...bottlerocket },
  ]) {
    expect(faultsOf(group(fine))).toEqual([]);
  }
  for (const wrong of [
    { release: 'newest' },
    { release: '1.50.0-0a1b2c3d' },
    { release: '1.33.5-20260101', ...bottlerocket },
  ]) {
    expect(faultsOf(group(wrong))).toEqual(['nodeGroups/0/release']);
  }
});

test('the settings of node groups of AWS are refused for the simulated cloud', () => {
  const request = group({ release: 'latest', aws: { maxPods: 20 } });
  expect(faultsOf(request, 'simulated')).toEqual(['nodeGroups/0/release', 'nodeGroups/0/aws']);
});
