/**
 * Covers what the conformance suite does not ask of every provider: updates, taken names, duplicates,
 * and the refusals of AWS.
 */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import type { CloudRef, Owner, PlannedNode } from '../../../contract/resources/graph.ts';
import type { Provider } from '../../../providers/provider.ts';
import { cluster, dependenciesOf, network, nodeOf, ownerOf } from '../../support/aws/plans.ts';
import { sandboxProvider } from './sandbox-provider.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { eventually } from '../../support/eventually.ts';
import {
  providerError,
  tearDown,
  withAllDependencies,
  walk,
  ensureReady,
  whenReady,
} from '../graph-walk.ts';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const context = { signal };

const bare = network({ natGateways: 'none' });

export function lifeCycle(sandbox: AwsSandbox): void {
  let provider: Provider;
  beforeAll(() => {
    provider = sandboxProvider(sandbox, {
      requestTimeoutMs: 5_000,
    });
  });

  /** Brings every node to the new plan, starting from the nodes of the old plan. */
  async function applyPlan(
    owner: Owner,
    plan: readonly PlannedNode[],
    refs: Map<string, CloudRef>,
    keys: readonly string[],
  ): Promise<void> {
    for (const key of keys) {
      const node = nodeOf(plan, key);
      const request = { owner, node, dependencies: dependenciesOf(node, refs) };
      refs.set(node.urn, await ensureReady(provider, request, context));
    }
  }

  test('a cluster is upgraded one minor version at a time, then its node group, and takes new sizes and tags', async () => {
    const owner = ownerOf('cluster', 'growing');
    const plain = { karpenter: false, addons: ['vpc-cni'] };
    const before = provider.plan(owner, cluster({ kubernetesVersion: '1.32', ...plain }));
    const refs = await walk(provider, owner, before, context);
    const spec = cluster({
      kubernetesVersion: '1.34',
      ...plain,
      tags: { team: 'blue' },
      nodeGroups: [{ name: 'default', desiredSize: 3, labels: { tier: 'web' } }],
    });
    const after = provider.plan(owner, spec);
    const keys = ['vpc/main', 'iam_role/node', 'control_plane/main', 'node_group/default'];
    for (const key of keys) {
      expect(provider.change(nodeOf(before, key), nodeOf(after, key))).toBe('update');
    }
    const calls = (await sandbox.calls()).length;
    // The add-on keeps the version of 1.32 here, which does not support 1.34.
    await sandbox.rules({ addonsBlockUpgrades: false });
    await applyPlan(owner, after, refs, keys);
    await sandbox.rules({});

    const versions = (await sandbox.calls(calls)).filter(
      (it) => it.action === 'UpdateClusterVersion',
    );
    expect(versions).toHaveLength(2);
    const name = { clusterName: 'growing', nodegroupName: 'default' };
    expect((await sandbox.eks.describeNodegroup(name)).nodegroup).toMatchObject({
      version: '1.34',
      scalingConfig: { desiredSize: 3 },
      labels: { tier: 'web' },
      tags: { team: 'blue' },
    });
    const things = await sandbox.things();
    const roles = things.filter(({ id }) => id.includes('growing-node'));
    expect(roles.map(({ tags }) => tags['team'])).toContain('blue');

    const back = nodeOf(before, 'control_plane/main');
    const request = { owner, node: back, dependencies: dependenciesOf(back, refs) };
    expect(await providerError(provider.ensure(request, context))).toMatchObject({
      code: 'version_cannot_go_back',
      retryable: false,
    });
    await tearDown(provider, owner, after, context);
    expect(
      (await sandbox.things()).filter(({ tags }) => tags['slipway:uid'] === owner.resourceUid),
    ).toEqual([]);
  });

  test('a control plane is made as requested: private, and with a key of the account', async () => {
    const owner = ownerOf('cluster', 'guarded');
    const encryptionKeyArn = `arn:aws:kms:eu-central-1:123456789012:key/${randomUUID()}`;
    const spec = cluster({
      karpenter: false,
      aws: { endpointAccess: 'private', encryptionKeyArn },
    });
    const plan = provider.plan(owner, spec);
    const dependencyNodes = withAllDependencies(plan, nodeOf(plan, 'control_plane/main'));
    await walk(provider, owner, dependencyNodes, context);
    const { cluster: seen } = await sandbox.eks.describeCluster({ name: 'guarded' });
    expect(seen).toMatchObject({
      encryptionConfig: [{ provider: { keyArn: encryptionKeyArn } }],
      resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
    });
    await tearDown(provider, owner, dependencyNodes, context);
  });

  test('an update that EKS could not make fails with its reason, and can be tried again', async () => {
    const owner = ownerOf('cluster', 'stuck');
    const before = provider.plan(owner, cluster({ kubernetesVersion: '1.33', karpenter: false }));
    const dependencyNodes = withAllDependencies(before, nodeOf(before, 'control_plane/main'));
    const refs = await walk(provider, owner, dependencyNodes, context);
    const after = provider.plan(owner, cluster({ kubernetesVersion: '1.34', karpenter: false }));
    const node = nodeOf(after, 'control_plane/main');
    const request = { owner, node, dependencies: dependenciesOf(node, refs) };
    await sandbox.faults({ faults: [{ kind: 'create_failed', action: '^UpdateClusterVersion$' }] });
    const ref = await provider.ensure(request, context);
    const error = await providerError(whenReady(provider, request, ref, context));
    expect(error).toMatchObject({
      code: 'node_creation_failure',
      errorType: 'provider',
      retryable: false,
    });
    expect(error.publicMessage).toContain('cluster stuck to 1.34');
    await ensureReady(provider, request, context);
    await tearDown(provider, owner, dependencyNodes, context);
  });

  test('tags that are no longer requested are removed, and those of controllers stay', async () => {
    const owner = ownerOf('network', 'retagged');
    const [old, now] = [{ team: 'blue', stage: 'test' }, { team: 'red' }].map((tags) => {
      return provider.plan(owner, network({ natGateways: 'none', tags }));
    });
    const refs = await walk(provider, owner, old ?? [], context);
    const subnet = nodeOf(now ?? [], 'subnet/private-a');
    const id = refs.get(subnet.urn)?.cloudId ?? '';
    await sandbox.ec2.createTags({
      Resources: [id],
      Tags: [{ Key: 'kubernetes.io/cluster/other', Value: 'shared' }],
    });
    await applyPlan(owner, now ?? [], refs, ['subnet/private-a']);
    const { Subnets = [] } = await sandbox.ec2.describeSubnets({ SubnetIds: [id] });
    const tags = Object.fromEntries((Subnets[0]?.Tags ?? []).map((it) => [it.Key, it.Value]));
    expect(tags).toMatchObject({
      team: 'red',
      Name: 'retagged-private-a',
      'kubernetes.io/cluster/other': 'shared',
      'kubernetes.io/role/internal-elb': '1',
    });
    expect(tags).not.toHaveProperty('stage');
    await tearDown(provider, owner, old ?? [], context);
  });

  test('the traffic of a network is recorded in a bucket; a missing bucket is named', async () => {
    const owner = ownerOf('network', 'recorded');
    const flowLogBucketArn = await sandbox.bucket('slipway-flow-logs');
    const node = (arn: string) =>
      nodeOf(provider.plan(owner, network({ aws: { flowLogBucketArn: arn } })), 'flow_log/main');
    const vpc = nodeOf(provider.plan(owner, bare), 'vpc/main');
    const vpcRef = await ensureReady(provider, { owner, node: vpc, dependencies: {} }, context);
    const dependencies = { [vpc.urn]: vpcRef };
    const request = { owner, node: node(flowLogBucketArn), dependencies };
    const ref = await ensureReady(provider, request, context);
    expect(ref.outputs).toEqual({ bucketArn: flowLogBucketArn });
    await tearDown(provider, owner, [request.node], context);
    const elsewhere = { ...request, node: { ...node('arn:aws:s3:::missing'), generation: 2 } };
    const error = await providerError(provider.ensure(elsewhere, context));
    expect(error).toMatchObject({ errorType: 'validation', retryable: false });
    expect(error.publicMessage).toContain('missing');
    await tearDown(provider, owner, [vpc], context);
  });

  test('a name that a foreign cluster has is already_exists, with its ARN', async () => {
    const [first, second] = [ownerOf('cluster', 'taken'), ownerOf('cluster', 'taken')];
    const controlPlaneOf = (owner: Owner) => {
      const plan = provider.plan(owner, cluster({ karpenter: false }));
      const node = nodeOf(plan, 'control_plane/main');
      return { node, dependencyNodes: withAllDependencies(plan, node).filter((it) => it !== node) };
    };
    const theirs = controlPlaneOf(first);
    await walk(provider, first, [...theirs.dependencyNodes, theirs.node], context);
    const ours = controlPlaneOf(second);
    const isNamed = ({ type }: PlannedNode) => type === 'log_group';
    const dependencyNodes = ours.dependencyNodes.filter((it) => !isNamed(it));
    const refs = await walk(provider, second, dependencyNodes, context);
    // The name of the log group follows from that of the cluster.
    const named = [...ours.dependencyNodes.filter(isNamed), ours.node];
    expect(named).toHaveLength(2);
    for (const node of named) {
      const request = { owner: second, node, dependencies: dependenciesOf(node, refs) };
      const error = await providerError(provider.ensure(request, context));
      expect(error).toMatchObject({
        code: 'already_exists',
        errorType: 'conflict',
        retryable: false,
      });
      expect(error.publicMessage).toContain('arn:aws:eks:eu-central-1:123456789012:cluster/taken');
      expect(await provider.remove({ owner: second, node }, context)).toEqual({ state: 'gone' });
    }
    await tearDown(provider, second, dependencyNodes, context);
    await tearDown(provider, first, [...theirs.dependencyNodes, theirs.node], context);
  });

  test('the duplicate with the smallest id stays, and the other is deleted', async () => {
    const owner = ownerOf('network', 'twins');
    const node = nodeOf(provider.plan(owner, bare), 'vpc/main');
    const request = { owner, node, dependencies: {} };
    const { cloudId } = await provider.ensure(request, context);
    const { Vpcs = [] } = await sandbox.ec2.describeVpcs({ VpcIds: [cloudId] });
    // A worker that is considered dead would make it like this.
    const twin = await sandbox.ec2.createVpc({
      CidrBlock: '10.0.0.0/16',
      TagSpecifications: [{ ResourceType: 'vpc', Tags: Vpcs[0]?.Tags }],
    });
    const ids = [cloudId, twin.Vpc?.VpcId ?? ''].toSorted();
    const ref = await provider.ensure(request, context);
    expect(ref.cloudId).toBe(ids[0]);
    await whenReady(provider, request, ref, context);
    expect((await provider.read(owner, context)).map((it) => it.cloudId)).toEqual([ids[0]]);
    await tearDown(provider, owner, [node], context);
  });

  test('a node that the ledger knows and AWS no longer has is gone, even where AWS accepts any delete', async () => {
    const owner = ownerOf('cluster', 'ghost');
    const planned = nodeOf(provider.plan(owner, cluster({})), 'oidc_provider/main');
    const node = { ...planned, cloudId: 'arn:aws:iam::123456789012:oidc-provider/ghost.example' };
    const gone = await eventually(
      async () => {
        const removal = await provider.remove({ owner, node }, context);
        return removal.state === 'gone' && removal;
      },
      { timeoutMs: 3_000, intervalMs: 500 },
    );
    expect(gone).toEqual({ state: 'gone' });
  });

  test.each([
    [
      'vpc/main',
      'vpc_limit_exceeded',
      /"VPCs per Region" in eu-central-1 \d+ of 5 .* vpc\/L-F678F1CE/,
    ],
    ['elastic_ip/nat-a', 'address_limit_exceeded', /"EC2-VPC Elastic IPs" in .* 0 of 5 are used/],
    ['iam_role/node', 'limit_exceeded', /"Roles per account" in .* 0 of 1000 are used/],
  ])(
    'an exceeded quota of %s is final, and shows its name, usage and limit',
    async (key, code, words) => {
      const owner = ownerOf('cluster', 'too-much');
      const node = nodeOf(provider.plan(owner, cluster({})), key);
      await sandbox.faults({ faults: [{ kind: 'quota', node: key }] });
      const error = await providerError(
        provider.ensure({ owner, node, dependencies: {} }, context),
      );
      expect(error).toMatchObject({ code, errorType: 'quota', retryable: false });
      expect(error.publicMessage).toMatch(words);
    },
  );

  test('without permission to read quotas, the refusal of AWS is passed on', async () => {
    const owner = ownerOf('network', 'too-much');
    const node = nodeOf(provider.plan(owner, bare), 'vpc/main');
    await sandbox.faults({
      faults: [
        { kind: 'quota', node: 'vpc/main' },
        { kind: 'error', action: '^GetServiceQuota$', code: 'AccessDeniedException' },
      ],
    });
    const error = await providerError(provider.ensure({ owner, node, dependencies: {} }, context));
    expect(error).toMatchObject({ code: 'vpc_limit_exceeded', errorType: 'quota' });
    expect(error.publicMessage).toContain('VPCs per region');
  });

  test('a missing permission is named as the action that a policy needs', async () => {
    const owner = ownerOf('network', 'forbidden');
    const node = nodeOf(provider.plan(owner, bare), 'vpc/main');
    await sandbox.faults({
      faults: [{ kind: 'error', node: 'vpc/main', code: 'UnauthorizedOperation' }],
    });
    const error = await providerError(provider.ensure({ owner, node, dependencies: {} }, context));
    expect(error).toMatchObject({ code: 'permission_denied', errorType: 'permission' });
    expect(error.publicMessage).toContain('ec2:CreateVpc');
  });

  test('the SDK repeats throttled calls, and nothing is made twice', async () => {
    const owner = ownerOf('network', 'crowded');
    const node = nodeOf(provider.plan(owner, bare), 'vpc/main');
    const before = (await sandbox.calls()).length;
    await sandbox.faults({ faults: [{ kind: 'throttle', node: 'vpc/main', times: 2 }] });
    await ensureReady(provider, { owner, node, dependencies: {} }, context);
    const calls = (await sandbox.calls()).slice(before);
    expect(calls.filter(({ action }) => action === 'CreateVpc')).toHaveLength(3);
    expect(await provider.read(owner, context)).toHaveLength(1);
    await tearDown(provider, owner, [node], context);
  });

  test('a resource that blocks a VPC is named with its id and type, as not made by Slipway', async () => {
    const owner = ownerOf('network', 'held');
    const node = nodeOf(provider.plan(owner, bare), 'vpc/main');
    const request = { owner, node, dependencies: {} };
    const ref = await provider.ensure(request, context);
    await whenReady(provider, request, ref, context);
    const group = await sandbox.ec2.createSecurityGroup({
      VpcId: ref.cloudId,
      GroupName: 'k8s-elb',
      Description: 'of a load balancer',
    });
    const removal = await provider.remove({ owner, node }, context);
    expect(removal).toMatchObject({ state: 'pending' });
    expect(JSON.stringify(removal)).toContain(
      `security group (${group.GroupId}, not made by Slipway)`,
    );
    await sandbox.ec2.deleteSecurityGroup({ GroupId: group.GroupId });
    await tearDown(provider, owner, [node], context);
  });
}
