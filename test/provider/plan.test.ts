import { describe, expect, test } from 'vitest';
import { clusterSpecSchema } from '../../contract/resources/cluster.ts';
import type { ClusterNetwork, Owner, PlannedNode } from '../../contract/resources/graph.ts';
import { URN_PATTERN } from '../../contract/ids.ts';
import { NAT_GATEWAYS, networkSpecSchema } from '../../contract/resources/network.ts';
import { RESOURCE_TYPES } from '../../sandboxes/simulated/cloud/resource-types.ts';
import { createSimulatedProvider } from '../../providers/simulated/provider.ts';

const provider = createSimulatedProvider({ url: 'http://127.0.0.1:9', speed: 1 });
const owner: Owner = {
  organizationId: 'acme',
  resourceType: 'cluster',
  resourceId: 'demo',
  resourceUid: '01JD0000000000000000000000',
  region: 'sim-central-1',
};
const own: ClusterNetwork = { own: true };
const network: ClusterNetwork = {
  own: false,
  networkId: 'base',
  outputs: {
    vpcId: 'vpc-1',
    publicSubnetIds: 'subnet-1,subnet-2',
    privateSubnetIds: 'subnet-3,subnet-4',
  },
};

function planCluster(spec: object = {}, networkRef = own): PlannedNode[] {
  return provider.plan(owner, {
    resourceType: 'cluster',
    spec: clusterSpecSchema.parse(spec),
    network: networkRef,
  });
}

function planNetwork(spec: object = {}): PlannedNode[] {
  return provider.plan(
    { ...owner, resourceType: 'network' },
    { resourceType: 'network', spec: networkSpecSchema.parse(spec) },
  );
}

const key = (node: PlannedNode) => `${node.type}/${node.name}`;

function find(plan: PlannedNode[], wanted: string): PlannedNode {
  const node = plan.find((it) => key(it) === wanted);
  if (node === undefined) throw new Error(`no ${wanted} in the plan`);
  return node;
}

/** All direct and indirect dependencies of a node, by `type/name`. */
function ancestors(plan: PlannedNode[], wanted: string): Set<string> {
  const byUrn = new Map(plan.map((node) => [node.urn, node]));
  const seen = new Set<string>();
  const visit = (node: PlannedNode) => {
    for (const urn of node.dependsOn) {
      const dependency = byUrn.get(urn);
      if (dependency === undefined || seen.has(key(dependency))) continue;
      seen.add(key(dependency));
      visit(dependency);
    }
  };
  visit(find(plan, wanted));
  return seen;
}

const latencies = new Map(Object.entries(RESOURCE_TYPES).map(([type, it]) => [type, it.ready]));
const milliseconds = (path: readonly PlannedNode[]) =>
  path.reduce((sum, { type }) => sum + (latencies.get(type) ?? Number.NaN), 0);

/** The dependency chain that takes the simulator longest. */
function slowestPath(plan: PlannedNode[]): PlannedNode[] {
  const slower = (a: PlannedNode[], b: PlannedNode[]) =>
    milliseconds(b) > milliseconds(a) ? b : a;
  const pathTo = (node: PlannedNode): PlannedNode[] => {
    const before = plan.filter((it) => node.dependsOn.includes(it.urn)).map(pathTo);
    return [...before.reduce(slower, []), node];
  };
  return plan.map(pathTo).reduce(slower, []);
}

const twoGroups = { nodeGroups: [{ name: 'blue' }, { name: 'green' }] };
const plans: [string, () => PlannedNode[]][] = [
  ['a default cluster', () => planCluster()],
  ['a cluster on a network', () => planCluster({}, network)],
  ['a cluster with two node groups', () => planCluster(twoGroups)],
  ['a bare cluster', () => planCluster({ addons: [], karpenter: false })],
  ...NAT_GATEWAYS.flatMap((natGateways) =>
    [1, 2, 3].map((availabilityZoneCount): [string, () => PlannedNode[]] => [
      `a network of ${availabilityZoneCount} zones with NAT gateways: ${natGateways}`,
      () => planNetwork({ natGateways, availabilityZoneCount }),
    ]),
  ),
];

describe.each(plans)('the plan of %s', (_name, plan) => {
  test('has unique URNs of the right form', () => {
    const urns = plan().map((node) => node.urn);
    expect(new Set(urns).size).toBe(urns.length);
    for (const urn of urns) expect(urn).toMatch(URN_PATTERN);
  });

  test('depends on no node outside, and on none twice', () => {
    const urns = new Set(plan().map((node) => node.urn));
    for (const node of plan()) {
      expect(node.dependsOn.filter((urn) => !urns.has(urn))).toEqual([]);
      expect(new Set(node.dependsOn).size).toBe(node.dependsOn.length);
    }
  });

  test('is acyclic', () => {
    const nodes = plan();
    for (const node of nodes) expect(ancestors(nodes, key(node))).not.toContain(key(node));
  });

  test('is the same every time, and plain JSON', () => {
    expect(plan()).toEqual(plan());
    expect(JSON.parse(JSON.stringify(plan()))).toEqual(plan());
    for (const node of plan()) {
      expect(node).toMatchObject({ operation: 'create', generation: 1 });
      expect(node.deadlineSeconds).toBeGreaterThanOrEqual(60);
    }
  });
});

describe('a cluster', () => {
  test('has 30 resources or more with Karpenter', () => {
    expect(planCluster({ karpenter: true }).length).toBeGreaterThanOrEqual(30);
  });

  test('puts the network add-ons before the nodes, and the other add-ons after them', () => {
    const plan = planCluster(twoGroups);
    for (const group of ['node_group/blue', 'node_group/green']) {
      const before = ancestors(plan, group);
      for (const name of ['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent']) {
        expect(before).toContain(`addon/${name}`);
        expect(ancestors(plan, `addon/${name}`)).not.toContain(group);
      }
      for (const name of ['coredns', 'aws-ebs-csi-driver']) {
        expect(ancestors(plan, `addon/${name}`)).toContain(group);
      }
      for (const needed of [
        'control_plane/main',
        'iam_role/node',
        'access_entry/nodes',
        `launch_template/${group.split('/')[1]}`,
        'route_table/private-a',
        'nat_gateway/nat-a',
      ]) {
        expect(before).toContain(needed);
      }
    }
  });

  test('has the parts of Karpenter, each with its dependencies', () => {
    const plan = planCluster({ karpenter: true });
    const queue = 'queue/karpenter-interruption';
    const rules = plan.filter((node) => node.type === 'event_rule');
    expect(rules).toHaveLength(5);
    for (const rule of rules) expect(ancestors(plan, key(rule))).toContain(queue);
    expect(ancestors(plan, 'access_entry/karpenter-nodes')).toContain('iam_role/karpenter-node');
    expect(ancestors(plan, 'pod_identity_association/karpenter')).toContain(
      'iam_role/karpenter-controller',
    );
    const without = planCluster().map(key);
    expect(without.filter((name) => name.includes('karpenter'))).toEqual([]);
  });

  test('takes as long as its subnets, control plane, network add-on, nodes and last add-on', () => {
    const plan = planCluster();
    const path = slowestPath(plan);
    expect(path.map((node) => node.type).slice(-4)).toEqual([
      'control_plane',
      'addon',
      'node_group',
      'addon',
    ]);
    expect(path).toHaveLength(6);
    expect(milliseconds(path)).toBe(31_000);
  });

  test('uses the ids of an existing network', () => {
    const plan = planCluster({}, network);
    expect(plan.filter((node) => ['vpc', 'subnet', 'nat_gateway'].includes(node.type))).toEqual([]);
    expect(find(plan, 'control_plane/main').properties).toMatchObject({
      outsideIds: ['subnet-1', 'subnet-2', 'subnet-3', 'subnet-4'],
    });
    expect(find(plan, 'node_group/default').properties).toMatchObject({
      outsideIds: ['subnet-3', 'subnet-4'],
    });
    expect(find(plan, 'security_group/cluster').properties).toMatchObject({
      outsideIds: ['vpc-1'],
    });
  });

  test('passes the tags and the faults of the spec to every node', () => {
    const tags = { team: 'blue' };
    const simulation = { faults: [{ type: 'vpc', when: 'create', kind: 'error', times: 2 }] };
    for (const node of planCluster({ tags, simulation })) {
      expect(node.properties).toMatchObject({ tags, simulation });
    }
  });
});

describe('a network', () => {
  test.each([
    ['none', 3, 0],
    ['single', 3, 1],
    ['per_zone', 3, 3],
    ['per_zone', 1, 1],
  ])(
    'with NAT gateways: %s in %i zones has %i of them',
    (natGateways, availabilityZoneCount, count) => {
      const plan = planNetwork({ natGateways, availabilityZoneCount });
      const ofType = (type: string) => plan.filter((node) => node.type === type);
      expect(ofType('nat_gateway')).toHaveLength(count);
      expect(ofType('elastic_ip')).toHaveLength(count);
      expect(ofType('subnet')).toHaveLength(2 * availabilityZoneCount);
      expect(ofType('route_table')).toHaveLength(1 + availabilityZoneCount);
    },
  );

  test('routes each zone through its own NAT gateway where there is one', () => {
    const perZone = planNetwork({ natGateways: 'per_zone' });
    expect(ancestors(perZone, 'route_table/private-b')).toContain('nat_gateway/nat-b');
    expect(ancestors(perZone, 'route_table/private-b')).not.toContain('nat_gateway/nat-a');
    const single = planNetwork({ natGateways: 'single' });
    expect(ancestors(single, 'route_table/private-b')).toContain('nat_gateway/nat-a');
  });

  test('divides its addresses among the subnets without overlap', () => {
    const cidrs = (cidr: string) =>
      planNetwork({ cidr, availabilityZoneCount: 3 })
        .filter((node) => node.type === 'subnet')
        .map((node) => node.properties['cidr']);
    expect(cidrs('10.0.0.0/16')).toEqual([
      '10.0.0.0/19',
      '10.0.32.0/19',
      '10.0.64.0/19',
      '10.0.128.0/19',
      '10.0.160.0/19',
      '10.0.192.0/19',
    ]);
    expect(cidrs('192.168.252.0/22')).toEqual([
      '192.168.252.0/25',
      '192.168.252.128/25',
      '192.168.253.0/25',
      '192.168.254.0/25',
      '192.168.254.128/25',
      '192.168.255.0/25',
    ]);
  });
});
