import { describe, expect, test } from 'vitest';
import { clusterSpecSchema, type Cluster } from '../../contract/resources/cluster.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { patchedSpec } from '../../operations/kinds/patch-cluster.ts';
import { networkFaults } from '../../operations/kinds/references.ts';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SPEC = {
  displayName: 'Demo',
  kubernetesVersion: '1.33',
  nodeGroups: [{ name: 'blue', labels: { role: 'web' } }, { name: 'green' }],
  addons: ['vpc-cni'],
  karpenter: false,
  tags: { team: 'core', cost: '42' },
  onFailure: 'retain',
};

function clusterOf(more: Partial<Cluster> = {}, spec: object = {}): Cluster {
  return {
    id: 'demo',
    uid: '01JD0000000000000000000000',
    organizationId: 'local',
    name: 'demo',
    provider: 'simulated',
    region: 'sim-central-1',
    status: 'active',
    outputs: {},
    operationId: '01JD0000000000000000000001',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    spec: clusterSpecSchema.parse({ ...SPEC, ...spec }),
    ...more,
  };
}

/** The pointers of every reason against it. */
function refused(cluster: Cluster, patch: Parameters<typeof patchedSpec>[1]): string[] {
  try {
    patchedSpec(cluster, patch);
  } catch (error) {
    if (error instanceof RequestError && error.code === 'invalid_request') {
      return error.faults.map(({ pointer }) => pointer);
    }
    throw error;
  }
  return [];
}

describe('the spec of a cluster after a patch', () => {
  test('of nothing is the same', () => {
    expect(patchedSpec(clusterOf(), {})).toEqual(clusterOf().spec);
  });

  test('has what it does not name as it was, not at its default', () => {
    const spec = patchedSpec(clusterOf(), { displayName: 'Other' });
    expect(spec).toEqual({ ...clusterOf().spec, displayName: 'Other' });
  });

  test('has arrays whole, with the defaults of what they leave out', () => {
    const { nodeGroups } = patchedSpec(clusterOf(), { nodeGroups: [{ name: 'blue' }] });
    expect(nodeGroups).toEqual(
      clusterSpecSchema.parse({ nodeGroups: [{ name: 'blue' }] }).nodeGroups,
    );
    expect(nodeGroups[0]).not.toHaveProperty('labels');
  });

  test('has each field that null names back at its default, or away', () => {
    const { displayName, addons, karpenter, tags, onFailure, nodeGroups } = patchedSpec(
      clusterOf(),
      {
        displayName: null,
        addons: null,
        karpenter: null,
        tags: null,
        onFailure: null,
        nodeGroups: null,
      },
    );
    const defaults = clusterSpecSchema.parse({});
    expect({ displayName, tags }).toEqual({ displayName: undefined, tags: undefined });
    expect({ addons, karpenter, onFailure, nodeGroups }).toEqual({
      addons: defaults.addons,
      karpenter: defaults.karpenter,
      onFailure: defaults.onFailure,
      nodeGroups: defaults.nodeGroups,
    });
  });

  test('has tags key by key', () => {
    const { tags } = patchedSpec(clusterOf(), { tags: { cost: null, stage: 'prod' } });
    expect(tags).toEqual({ team: 'core', stage: 'prod' });
    expect(patchedSpec(clusterOf({}, { tags: undefined }), { tags: { a: '1' } }).tags).toEqual({
      a: '1',
    });
  });

  test('may repeat what cannot change, and nothing else of it', () => {
    const plain = clusterOf();
    const placed = clusterOf({ networkId: 'ground', connectionId: 'simulated' });
    const { name, provider, region } = plain;
    expect(patchedSpec(plain, { name, provider, region, networkId: null })).toEqual(plain.spec);
    expect(patchedSpec(placed, { networkId: 'ground', connectionId: 'simulated' })).toEqual(
      placed.spec,
    );
    expect(refused(plain, { networkId: 'ground', connectionId: 'simulated' })).toEqual([
      '/networkId',
      '/connectionId',
    ]);
    expect(refused(placed, { networkId: null, name: 'x', region: 'sim-west-1' })).toEqual([
      '/name',
      '/region',
      '/networkId',
    ]);
    const closed = clusterOf(
      { provider: 'aws', region: 'eu-central-1' },
      { aws: { endpointAccess: 'private' } },
    );
    const same = { endpointAccess: 'private', encryptionKeyArn: null } as const;
    expect(patchedSpec(closed, { aws: same })).toEqual(closed.spec);
    const rekeyed = { endpointAccess: null, encryptionKeyArn: KEY } as const;
    expect(refused(closed, { aws: rekeyed })).toEqual(['/aws/encryptionKeyArn']);
    expect(patchedSpec(closed, { aws: null })).not.toHaveProperty('aws');
    const keyed = clusterOf(
      { provider: 'aws', region: 'eu-central-1' },
      { aws: { encryptionKeyArn: KEY } },
    );
    expect(refused(keyed, { aws: null })).toEqual(['/aws/encryptionKeyArn']);
    const vpc = { id: 'vpc-0a1b2c3d', privateSubnetIds: ['subnet-0a1b2c3d'] };
    const inVpc = clusterOf({ provider: 'aws', region: 'eu-central-1' }, { aws: { vpc } });
    expect(refused(inVpc, { aws: { vpc: { ...vpc } } })).toEqual([]);
    expect(refused(inVpc, { aws: { vpc: { ...vpc, id: 'vpc-1a1b2c3d' } } })).toEqual(['/aws/vpc']);
    expect(refused(inVpc, { aws: { vpc: null } })).toEqual(['/aws/vpc']);
    const opened = patchedSpec(keyed, {
      aws: { publicAccessCidrs: ['192.0.2.0/24'], logTypes: [] },
    });
    expect(opened.aws).toEqual({
      encryptionKeyArn: KEY,
      publicAccessCidrs: ['192.0.2.0/24'],
      logTypes: [],
    });
    expect(patchedSpec(plain, { aws: null })).toEqual(plain.spec);
  });

  test('goes up one minor version at a time and never down', () => {
    const versions = ['1.31', '1.32', '1.33', '1.34', '1.35', '1.36'];
    for (const [at, from] of versions.entries()) {
      const cluster = clusterOf({}, { kubernetesVersion: from });
      for (const [index, to] of versions.entries()) {
        const isPossible = index === at || index === at + 1;
        expect({ from, to, refused: refused(cluster, { kubernetesVersion: to }) }).toEqual({
          from,
          to,
          refused: isPossible ? [] : ['/kubernetesVersion'],
        });
      }
    }
  });

  test('without a version of Kubernetes takes any one: the provider says which ones there are', () => {
    const cluster = clusterOf({}, { kubernetesVersion: undefined });
    expect(cluster.spec.kubernetesVersion).toBeUndefined();
    expect(patchedSpec(cluster, { kubernetesVersion: '1.41' }).kubernetesVersion).toBe('1.41');
    expect(patchedSpec(clusterOf(), { kubernetesVersion: null })).not.toHaveProperty(
      'kubernetesVersion',
    );
  });

  test('is refused with every reason at once', () => {
    const patch = { region: 'sim-west-1', kubernetesVersion: '1.31' } as const;
    expect(refused(clusterOf(), patch)).toEqual(['/region', '/kubernetesVersion']);
  });
});

test('of a cluster in AWS has only what AWS accepts', () => {
  const inAws = clusterOf({ provider: 'aws', region: 'eu-central-1' });
  const patch = {
    tags: { Team: 'red', 'AWS:x': 'y', owner: 'ops; core' },
    nodeGroups: [{ name: 'blue', labels: { 'node-role.kubernetes.io/web': 'yes' } }],
  };
  expect(refused(inAws, patch)).toEqual([
    '/tags/Team',
    '/tags/AWS:x',
    '/tags/owner',
    '/nodeGroups/0/labels/node-role.kubernetes.io~1web',
  ]);
  expect(refused(clusterOf(), patch)).toEqual([]);
});

describe('a cluster in AWS that could never get ready is refused', () => {
  const inAws = (spec: object) =>
    clusterOf(
      { provider: 'aws', region: 'eu-central-1' },
      { addons: ['vpc-cni', 'coredns'], ...spec },
    );
  const gpu = { key: 'gpu', effect: 'NoSchedule' as const };
  const groups = (...more: object[]) => ({
    nodeGroups: more.map((it, index) => ({ name: `group-${index}`, minSize: 0, ...it })),
  });

  test('if every node group is empty or tainted, and coredns needs a node', () => {
    expect(refused(inAws({}), groups({ desiredSize: 0 }))).toEqual(['/nodeGroups']);
    const mixed = groups({ desiredSize: 0 }, { taints: [gpu] });
    expect(refused(inAws({}), mixed)).toEqual(['/nodeGroups']);
  });

  test('but not if a node has room for it', () => {
    for (const fine of [
      groups({ desiredSize: 0 }, {}),
      groups({ taints: [{ ...gpu, effect: 'PreferNoSchedule' }] }),
      groups({ taints: [{ ...gpu, key: 'CriticalAddonsOnly' }] }),
    ]) {
      expect(refused(inAws({}), fine)).toEqual([]);
    }
    expect(refused(inAws({ addons: ['vpc-cni'] }), groups({ desiredSize: 0 }))).toEqual([]);
    const configuration = { tolerations: [{ operator: 'Exists' }] };
    const tolerant = { addonSettings: { coredns: { configuration } } };
    expect(refused(inAws(tolerant), groups({ taints: [gpu] }))).toEqual([]);
  });

  test('if its network has no NAT gateways', () => {
    const place = { provider: 'aws', region: 'eu-central-1' } as const;
    const networkOf = (natGateways: 'none' | 'single', provider: 'aws' | 'simulated' = 'aws') => ({
      ...place,
      id: 'base',
      provider,
      spec: { natGateways },
    });
    const pointers = (network: ReturnType<typeof networkOf>) =>
      networkFaults(network, { ...place, provider: network.provider }).map((it) => it.pointer);
    expect(pointers(networkOf('none'))).toEqual(['/networkId']);
    expect(pointers(networkOf('single'))).toEqual([]);
    expect(pointers(networkOf('none', 'simulated'))).toEqual([]);
  });
});

describe('labels and taints follow the rules of Kubernetes', () => {
  const group = (more: object) => ({ nodeGroups: [{ name: 'blue', ...more }] });
  const long = 'a'.repeat(63);

  test.each(['tier', 'example.com/tier', `${long}.${long}/${long}`, 'A_b.c-9', '0'])(
    'the key %s is accepted',
    (key) => {
      expect(refused(clusterOf(), group({ labels: { [key]: '' } }))).toEqual([]);
      expect(refused(clusterOf(), group({ taints: [{ key, effect: 'NoSchedule' }] }))).toEqual([]);
    },
  );

  test.each(['', 'bad key!', '-a', 'a-', 'a/b/c', '/a', 'a/', 'Example.com/a', `${long}a`, 'ä'])(
    'the key %j is refused',
    (key) => {
      expect(refused(clusterOf(), group({ labels: { [key]: 'x' } }))).toHaveLength(1);
      const taints = [{ key, effect: 'NoSchedule' as const }];
      expect(refused(clusterOf(), group({ taints }))).toEqual(['/nodeGroups/0/taints/0/key']);
    },
  );

  test.each([' ', 'a b', '-a', 'a.', `${long}a`, 'ä'])('the value %j is refused', (value) => {
    expect(refused(clusterOf(), group({ labels: { tier: value } }))).toEqual([
      '/nodeGroups/0/labels/tier',
    ]);
  });

  test('a taint is there once for each effect', () => {
    const taint = { key: 'gpu', effect: 'NoSchedule' as const };
    const others = [
      { ...taint, effect: 'NoExecute' as const },
      { ...taint, key: 'tpu' },
    ];
    expect(refused(clusterOf(), group({ taints: [taint, ...others] }))).toEqual([]);
    const twice = [taint, ...others, { ...taint, value: 'yes' }];
    expect(refused(clusterOf(), group({ taints: twice }))).toEqual(['/nodeGroups/0/taints/3']);
  });
});
