import { expect, test } from 'vitest';
import { readCatalogue } from '../../../sandboxes/simulated/cloud/catalogue.ts';
import {
  groupSchema,
  isReady,
  kubeletVersion,
  nodeManifest,
  nodeName,
  nodePatch,
  nodeSchema,
  type NodePlace,
} from '../../../sandboxes/simulated/kubernetes/nodes.ts';

const taint = { key: 'only', value: 'apps', effect: 'NoSchedule' };
const group = groupSchema.parse({
  desiredSize: 2,
  instanceTypes: ['m5.large'],
  kubernetesVersion: '1.33',
  labels: { pool: 'apps' },
  taints: [taint],
});
const place: NodePlace = {
  groupId: 'ng-0123456789abcdef0',
  groupName: 'apps',
  region: 'sim-central-1',
  zone: 'sim-central-1b',
  instanceType: readCatalogue().find((row) => row.instanceType === 'm5.large'),
  isRun: true,
};
const name = nodeName(place, 3);

test('a node has what its instance type and its group say', () => {
  expect(name).toBe('apps-cdef0-3');
  const manifest = nodeManifest(group, place, name);
  expect(manifest).toMatchObject({
    metadata: {
      name,
      labels: { pool: 'apps', 'topology.kubernetes.io/zone': 'sim-central-1b' },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: { taints: [taint] },
    status: {
      capacity: { cpu: '2', memory: '8192Mi', pods: '29' },
      nodeInfo: { kubeletVersion: 'v1.33.13' },
    },
  });
  const node = nodeSchema.parse(manifest);
  expect(isReady(node)).toBe(false);
  expect(nodePatch(group, node)).toBeUndefined();
});

test('a node that must stay NotReady is not run by kwok', () => {
  const manifest = nodeManifest(group, { ...place, isRun: false }, name);
  expect(nodeSchema.parse(manifest).metadata.annotations).not.toHaveProperty('kwok.x-k8s.io/node');
});

test('a changed group changes labels and taints, and keeps those of the system', () => {
  const node = nodeSchema.parse(nodeManifest(group, place, name));
  const system = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
  node.spec.taints.push(system);
  const changed = { ...group, labels: { tier: 'web' }, taints: [] };
  expect(nodePatch(changed, node)).toMatchObject({
    metadata: { labels: { pool: null, tier: 'web' } },
    spec: { taints: [system] },
  });
});

test('a node of the release itself has its patch version', () => {
  expect(kubeletVersion({ kubernetesVersion: '1.34' })).toBe('v1.34.3');
});
