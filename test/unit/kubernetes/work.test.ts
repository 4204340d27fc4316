import { expect, test } from 'vitest';
import { hostedVersions } from '../../../sandboxes/simulated/kubernetes/hosting.ts';
import {
  effectiveProperties,
  stateOf,
  type StoredResource,
} from '../../../sandboxes/simulated/cloud/resource.ts';
import { addonManifest } from '../../../sandboxes/simulated/kubernetes/addons.ts';
import { afterWork, hostedType, workOf } from '../../../sandboxes/simulated/kubernetes/work.ts';

const creating: StoredResource = {
  id: 'cp-1',
  sequence: 1,
  type: 'control_plane',
  name: 'main',
  region: 'sim-central-1',
  properties: { kubernetesVersion: '1.34' },
  references: [],
  tags: {},
  fingerprint: '',
  createdAt: 1,
  visibleAt: 1,
  readyAt: null,
  hosted: {},
};
const available = afterWork(creating, 'create', 5, { outputs: { endpoint: 'https://x' } });

test('a resource is being created until its host has done the work', () => {
  expect(workOf(creating)).toBe('create');
  expect(stateOf(creating, 1_000_000).state).toBe('creating');
  expect(workOf(available)).toBeUndefined();
  expect(stateOf(available, 5)).toEqual({ state: 'available', since: 5 });
  expect(available.hosted?.outputs).toEqual({ endpoint: 'https://x' });
});

test('an update that fails keeps the reason', () => {
  const update = { since: 6, until: null, previous: {} };
  const updating = { ...available, update };
  expect(workOf(updating)).toBe('update');
  const ended = afterWork(updating, 'update', 9, { failure: 'no' });
  expect(ended.update).toEqual({ ...update, until: 9, failure: 'no' });
  expect(workOf(ended)).toBeUndefined();
});

test('an update that hangs waits for no host, and its deletion does', () => {
  const update = { since: 6, until: null, previous: { kubernetesVersion: '1.33' }, isHeld: true };
  const held = { ...available, update };
  expect(workOf(held)).toBeUndefined();
  expect(stateOf(held, 1_000_000).state).toBe('updating');
  expect(effectiveProperties(held, 1_000_000)).toEqual({ kubernetesVersion: '1.33' });
  expect(workOf({ ...held, deletion: { since: 7, until: null } })).toBe('delete');
});

test('a deletion comes before everything else', () => {
  const deleting = { ...creating, deletion: { since: 7, until: null } };
  expect(workOf(deleting)).toBe('delete');
  expect(stateOf(deleting, 1_000_000).state).toBe('deleting');
  const deleted = afterWork(deleting, 'delete', 9, {});
  expect(stateOf(deleted, 9)).toEqual({ state: 'deleted', since: 9 });
});

test('only resources that Kubernetes knows have a host', () => {
  expect(hostedType('node_group')).toBe('node_group');
  expect(hostedType('vpc')).toBeUndefined();
  expect(workOf({ ...creating, hosted: undefined })).toBeUndefined();
});

test('a release hosts its version and the three before it', () => {
  expect(hostedVersions('1.34.3')).toEqual(['1.31', '1.32', '1.33', '1.34']);
});

test('an add-on is made of Deployments and DaemonSets', () => {
  expect(JSON.parse(addonManifest('aws-ebs-csi-driver'))).toMatchObject({
    items: [
      { kind: 'DaemonSet', metadata: { name: 'ebs-csi-node', namespace: 'kube-system' } },
      { kind: 'Deployment', spec: { replicas: 2 } },
    ],
  });
});
