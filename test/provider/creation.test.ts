import { expect, test } from 'vitest';
import type { Owner, PlannedNode } from '../../contract/resources/graph.ts';
import { ProviderError } from '../../providers/provider.ts';
import { creationOf } from '../../providers/simulated/plan/creation.ts';

const owner: Owner = {
  organizationId: 'acme',
  resourceType: 'cluster',
  resourceId: 'demo',
  resourceUid: '01JD0000000000000000000000',
  region: 'sim-east-1',
};
const roleUrn = 'urn:slipway:acme:clusters:demo:iam_role/cluster';
const simulation = { faults: [{ type: 'vpc', when: 'create', kind: 'error', times: 1 }] };
const node: PlannedNode = {
  urn: 'urn:slipway:acme:clusters:demo:control_plane/main',
  type: 'control_plane',
  name: 'main',
  operation: 'create',
  dependsOn: [roleUrn],
  generation: 3,
  properties: {
    kubernetesVersion: '1.33',
    outsideIds: ['subnet-1'],
    tags: { team: 'blue' },
    simulation,
  },
  deadlineSeconds: 60,
};
const dependencies = { [roleUrn]: { cloudId: 'role-1', outputs: {} } };

test('a node is made with its tags, its faults and all its dependencies', () => {
  const { clientToken, ...call } = creationOf({ owner, node, dependencies });
  expect(clientToken).toMatch(/^[0-9a-f]{64}$/);
  expect(call).toEqual({
    type: 'control_plane',
    name: 'main',
    region: 'sim-east-1',
    properties: { kubernetesVersion: '1.33', outsideIds: ['subnet-1'] },
    references: ['role-1', 'subnet-1'],
    tags: {
      team: 'blue',
      'slipway:organization': 'acme',
      'slipway:resource': 'clusters/demo',
      'slipway:uid': owner.resourceUid,
      'slipway:node': 'control_plane/main',
      'slipway:generation': '3',
      'slipway:simulation': JSON.stringify(simulation),
    },
  });
});

test('the token is the same for the same identity, and differs for any other', () => {
  const tokenOf = (change: { owner?: Partial<Owner>; node?: Partial<PlannedNode> } = {}) =>
    creationOf({
      owner: { ...owner, ...change.owner },
      node: { ...node, ...change.node },
      dependencies,
    }).clientToken;
  expect(tokenOf()).toBe(tokenOf({ node: { properties: {} } }));
  const others = [
    tokenOf({ owner: { organizationId: 'umbrella' } }),
    tokenOf({ owner: { resourceType: 'network' } }),
    tokenOf({ owner: { resourceId: 'other' } }),
    tokenOf({ owner: { resourceUid: '01JD0000000000000000000001' } }),
    tokenOf({ node: { name: 'other' } }),
    tokenOf({ node: { type: 'vpc' } }),
    tokenOf({ node: { generation: 4 } }),
  ];
  expect(new Set([tokenOf(), ...others]).size).toBe(8);
});

test('a node whose dependency has no known id is not made', () => {
  const make = () => creationOf({ owner, node, dependencies: {} });
  expect(make).toThrow(ProviderError);
  expect(make).toThrow(/dependency_missing/);
});
