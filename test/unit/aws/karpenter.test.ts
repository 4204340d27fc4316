/** What Karpenter needs in AWS: the policy of its controller, and tags on what it discovers. */
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import { discoveryTags } from '../../../providers/aws/kinds/karpenter/discovery-tags.ts';
import { iamRole } from '../../../providers/aws/kinds/cluster/iam-role.ts';
import { clusterRows } from '../../../providers/aws/plan/cluster-plan.ts';
import { controllerPolicy } from '../../../providers/aws/plan/karpenter-policy.ts';
import { nodeKey } from '../../../providers/identity.ts';
import { toNodes } from '../../../providers/kubernetes/plan-rows.ts';
import type { ClusterNetwork, NodeRequest } from '../../../providers/provider.ts';
import { mockedAws } from '../../support/aws/mocked.ts';
import { nodeOf, ownerOf } from '../../support/aws/plans.ts';

const owner = ownerOf('cluster', 'demo');
const POLICY = controllerPolicy({
  partition: 'aws',
  region: 'eu-central-1',
  accountId: '123456789012',
  clusterName: 'demo',
  queueArn: 'arn:aws:sqs:eu-central-1:123456789012:demo',
  nodeRoleArn: 'arn:aws:iam::123456789012:role/nodes',
});
const SHARED: ClusterNetwork = {
  own: false,
  networkId: 'base',
  outputs: { vpcId: 'vpc-1', publicSubnetIds: 'subnet-p', privateSubnetIds: 'subnet-a,subnet-b' },
};

function planOf(spec: object, network: ClusterNetwork) {
  return toNodes(owner, clusterRows(clusterSpecSchema.parse(spec), network), {
    common: {},
    deadlineSeconds: () => 600,
  });
}

function requestOf(key: string, network: ClusterNetwork = SHARED): NodeRequest {
  const node = nodeOf(planOf({ karpenter: true }, network), key);
  const outputs: Record<string, string> = {
    clusterSecurityGroupId: 'sg-1',
    arn: 'arn:aws:sqs:eu-central-1:123456789012:demo',
  };
  const dependencies = Object.fromEntries(
    node.dependsOn.map((urn) => {
      const cloudId = urn.endsWith('iam_role/karpenter-node')
        ? 'arn:aws:iam::123456789012:role/nodes'
        : urn.slice(urn.lastIndexOf('/') + 1);
      return [urn, { cloudId, outputs }];
    }),
  );
  return { owner, node, dependencies };
}

test('a cluster has nothing of Karpenter unless it is requested', () => {
  expect(planOf({}, SHARED).filter((node) => nodeKey(node).includes('karpenter'))).toEqual([]);
});

test('the controller may use its own launch templates, request spot instances and read what it needs', () => {
  const statements = new Map(POLICY.Statement.map((it) => [it.Sid, it]));
  expect(statements.get('AllowScopedEC2LaunchTemplateAccessActions')).toMatchObject({
    Resource: 'arn:aws:ec2:eu-central-1:*:launch-template/*',
    Action: ['ec2:RunInstances', 'ec2:CreateFleet'],
    Condition: {
      StringEquals: { 'aws:ResourceTag/kubernetes.io/cluster/demo': 'owned' },
      StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
    },
  });
  expect(statements.get('AllowScopedResourceCreationTagging')?.Resource).toContain(
    'arn:aws:ec2:eu-central-1:*:spot-instances-request/*',
  );
  expect(statements.get('AllowUnscopedInstanceProfileListAction')?.Action).toBe(
    'iam:ListInstanceProfiles',
  );
  expect(statements.get('AllowRegionalReadActions')?.Action).toEqual(
    expect.arrayContaining(['ec2:DescribeInstanceStatus', 'ec2:DescribePlacementGroups']),
  );
});

test('the policy fits into a role, also for the longest name of a cluster', () => {
  const policy = controllerPolicy({
    partition: 'aws-us-gov',
    region: 'ap-southeast-2',
    accountId: '123456789012',
    clusterName: 'n'.repeat(63),
    queueArn: 'q'.repeat(130),
    nodeRoleArn: 'r'.repeat(150),
  });
  expect(JSON.stringify(policy).length).toBeLessThan(10_240);
});

test('a policy of an earlier version is replaced, and an equal one is left as it is', async () => {
  const { aws, iam } = mockedAws();
  iam.on(ListAttachedRolePoliciesCommand).resolves({});
  iam.on(GetRoleCommand).resolves({});
  iam.on(UpdateAssumeRolePolicyCommand).resolves({});
  const request = requestOf('iam_role/karpenter-controller');
  const found = {
    cloudId: 'arn:aws:iam::123456789012:role/demo',
    tags: {},
    state: 'available' as const,
    outputs: {},
  };
  const answer = (policy: object) => {
    const PolicyDocument = encodeURIComponent(JSON.stringify(policy));
    iam
      .on(GetRolePolicyCommand)
      .resolves({ RoleName: 'demo', PolicyName: 'karpenter', PolicyDocument });
  };
  answer({ ...POLICY, Statement: POLICY.Statement.slice(1) });
  iam.on(PutRolePolicyCommand).resolves({});
  for (const { apply } of (await iamRole.diff?.(aws, request, found)) ?? []) await apply?.();
  const put = iam.commandCalls(PutRolePolicyCommand)[0]?.args[0].input.PolicyDocument ?? '';
  expect(JSON.parse(put)).toEqual(POLICY);
  answer(POLICY);
  const whats = ((await iamRole.diff?.(aws, request, found)) ?? []).map(({ what }) => what);
  expect(whats).not.toContain('the policy karpenter');
});

/** The tags of an account, as EC2 keeps them. */
function taggedAccount(initial: { id: string; key: string; value: string }[]) {
  const mocked = mockedAws();
  let tags = [...initial];
  type Change = { Resources: string[]; Tags: { Key: string; Value?: string }[] };
  const isOf = (change: Change, it: (typeof tags)[number]) =>
    change.Resources.includes(it.id) &&
    change.Tags.some(({ Key, Value = it.value }) => Key === it.key && Value === it.value);
  mocked.ec2.on(DescribeTagsCommand).callsFake(({ Filters }: { Filters: Filter[] }) => ({
    Tags: tags
      .filter(({ key }) => Filters[0]?.Values?.includes(key))
      .map(({ id, key, value }) => ({ ResourceId: id, Key: key, Value: value })),
  }));
  mocked.ec2.on(CreateTagsCommand).callsFake((change: Change) => {
    for (const id of change.Resources) {
      for (const { Key, Value = '' } of change.Tags) {
        tags = tags.filter((it) => it.id !== id || it.key !== Key);
        tags.push({ id, key: Key, value: Value });
      }
    }
    return {};
  });
  mocked.ec2.on(DeleteTagsCommand).callsFake((change: Change) => {
    tags = tags.filter((it) => !isOf(change, it));
    return {};
  });
  return {
    ...mocked,
    of: (id: string) =>
      Object.fromEntries(tags.filter((it) => it.id === id).map(({ key, value }) => [key, value])),
  };
}

test('the cluster’s group and its subnets get the name of the cluster, also on a shared network', async () => {
  const account = taggedAccount([
    { id: 'subnet-b', key: 'karpenter.sh/discovery', value: 'another' },
  ]);
  const request = requestOf('discovery_tags/karpenter');
  await discoveryTags.create(account.aws, request);
  expect(account.of('sg-1')).toMatchObject({ 'karpenter.sh/discovery': 'demo' });
  expect(account.of('subnet-a')).toMatchObject({
    'karpenter.sh/discovery': 'demo',
    'kubernetes.io/cluster/demo': 'shared',
  });
  // Another cluster's Karpenter discovers this subnet already, and goes on to do so.
  expect(account.of('subnet-b')).toMatchObject({
    'karpenter.sh/discovery': 'another',
    'kubernetes.io/cluster/demo': 'shared',
  });
  expect(account.of('subnet-p')).toEqual({});

  const [found] = await discoveryTags.list(account.aws, owner, 'karpenter');
  if (found === undefined) throw new Error('the tags were not found');
  expect(await discoveryTags.diff?.(account.aws, request, found)).toEqual([]);
  const node = { operation: 'delete' as const, properties: {} };
  await discoveryTags.delete(account.aws, owner, found.cloudId, node);
  expect(account.of('sg-1')).toEqual({});
  expect(account.of('subnet-a')).toEqual({});
  expect(account.of('subnet-b')).toEqual({ 'karpenter.sh/discovery': 'another' });
  expect(await discoveryTags.list(account.aws, owner)).toEqual([]);
});

test('a subnet keeps the tags that it had before the cluster', async () => {
  const before = { 'karpenter.sh/discovery': 'demo', 'kubernetes.io/cluster/demo': 'owned' };
  const account = taggedAccount(
    Object.entries(before).map(([key, value]) => ({ id: 'subnet-a', key, value })),
  );
  const request = requestOf('discovery_tags/karpenter');
  await discoveryTags.create(account.aws, request);
  // A repetition after a lost answer finds the cluster's own tags, and must not take them for older ones.
  await discoveryTags.create(account.aws, request);
  const node = { operation: 'delete' as const, properties: {} };
  await discoveryTags.delete(account.aws, owner, '', node);
  expect(account.of('subnet-a')).toEqual(before);
  expect(account.of('subnet-b')).toEqual({});
});

test('tags are found and removed if the worker died before the mark', async () => {
  const account = taggedAccount([]);
  account.ec2
    .on(
      CreateTagsCommand,
      { Tags: [{ Key: `slipway:discovered-by:${owner.resourceUid}`, Value: '1' }] },
      false,
    )
    .rejects(new Error('the worker dies'));
  const request = requestOf('discovery_tags/karpenter');
  await expect(discoveryTags.create(account.aws, request)).rejects.toThrow('the worker dies');
  expect(account.of('subnet-a')).toMatchObject({ 'karpenter.sh/discovery': 'demo' });
  expect(await discoveryTags.list(account.aws, owner)).toHaveLength(1);
  const node = { operation: 'delete' as const, properties: {} };
  await discoveryTags.delete(account.aws, owner, '', node);
  expect(account.of('subnet-a')).toEqual({});
});
