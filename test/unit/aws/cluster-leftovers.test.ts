/**
 * The clean-up before the deletion of a cluster, against resources of which only some are the cluster's: others
 * carry the same tags, because another cluster has or had the same name.
 */
import {
  DeleteVolumeCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  CreateTagsCommand,
  DeleteLaunchTemplateCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  TerminateInstancesCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import { DeleteClusterCommand, DescribeClusterCommand } from '@aws-sdk/client-eks';
import { DescribeLoadBalancersCommand as DescribeClassicCommand } from '@aws-sdk/client-elastic-load-balancing';
import {
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { timeSortedId } from '../../../contract/ids.ts';
import { controlPlane } from '../../../providers/aws/kinds/cluster/control-plane.ts';
import { volumesLeftBehind } from '../../../providers/aws/leftovers/volumes.ts';
import type { PlannedNode } from '../../../providers/provider.ts';
import { mockedAws, type MockedAws } from '../../support/aws/mocked.ts';
import { ownerOf } from '../../support/aws/plans.ts';

const BEFORE = new Date('2026-01-01T10:00:00Z');
const CREATED = new Date('2026-01-02T10:00:00Z');
const AFTER = new Date('2026-01-03T10:00:00Z');
const owner = {
  ...ownerOf('cluster', 'demo'),
  resourceUid: timeSortedId(CREATED.getTime() - 1_000, new Uint8Array(16)),
};
const OWNED = { Key: 'kubernetes.io/cluster/demo', Value: 'owned' };
const KARPENTER = { Key: 'karpenter.sh/nodepool', Value: 'default' };
const CLAIM = { Key: 'kubernetes.io/created-for/pvc/name', Value: 'data' };
const DEMO = 'demo';

/** Describes only what matches the filters that EC2 applies itself. */
function matching<
  Item extends { Tags?: { Key: string; Value: string }[]; VpcId?: string; GroupName?: string },
>(items: readonly Item[], filters: readonly Filter[] = []): Item[] {
  return items.filter((item) =>
    filters.every(({ Name = '', Values = [] }) => {
      const tags = item.Tags ?? [];
      if (Name === 'tag-key') return tags.some(({ Key }) => Values.includes(Key));
      if (Name === 'vpc-id') return Values.includes(item.VpcId ?? '');
      if (Name === 'group-name') return (item.GroupName ?? '').startsWith('k8s-elb-');
      if (!Name.startsWith('tag:')) return true;
      return tags.some(({ Key, Value }) => `tag:${Key}` === Name && Values.includes(Value));
    }),
  );
}

/** Resources of the cluster, whose ids begin with "own", beside others of the same tags. */
function account(): MockedAws {
  const mocked = mockedAws();
  const { ec2, eks, elb, elbv2 } = mocked;
  eks.on(DescribeClusterCommand).resolves({
    cluster: {
      createdAt: CREATED,
      resourcesVpcConfig: { vpcId: 'vpc-own', clusterSecurityGroupId: 'sg-nodes' },
    },
  });
  eks.on(DeleteClusterCommand).resolves({});

  const tagged = [OWNED, KARPENTER];
  const instances = [
    { InstanceId: 'own-instance', VpcId: 'vpc-own', LaunchTime: AFTER, Tags: tagged },
    { InstanceId: 'of-another-vpc', VpcId: 'vpc-other', LaunchTime: AFTER, Tags: tagged },
    { InstanceId: 'older', VpcId: 'vpc-own', LaunchTime: BEFORE, Tags: tagged },
    { InstanceId: 'of-a-person', VpcId: 'vpc-own', LaunchTime: AFTER, Tags: [OWNED] },
    {
      InstanceId: 'of-auto-mode',
      VpcId: 'vpc-own',
      LaunchTime: AFTER,
      Tags: tagged,
      Operator: { Managed: true },
    },
  ];
  ec2.on(DescribeInstancesCommand).callsFake(({ Filters }: { Filters: Filter[] }) => ({
    Reservations: [{ Instances: matching(instances, Filters) }],
  }));
  ec2.on(TerminateInstancesCommand).resolves({});

  ec2.on(DescribeLaunchTemplatesCommand).callsFake(({ NextToken }: { NextToken?: string }) =>
    NextToken === undefined
      ? {
          NextToken: 'more',
          LaunchTemplates: [
            { LaunchTemplateId: 'of-another-vpc', CreateTime: AFTER },
            { LaunchTemplateId: 'older', CreateTime: BEFORE },
          ],
        }
      : { LaunchTemplates: [{ LaunchTemplateId: 'own-template', CreateTime: AFTER }] },
  );
  ec2
    .on(DescribeLaunchTemplateVersionsCommand)
    .callsFake(({ LaunchTemplateId }: { LaunchTemplateId: string }) => ({
      LaunchTemplateVersions: [
        {
          LaunchTemplateData: {
            SecurityGroupIds: [LaunchTemplateId.startsWith('own') ? 'sg-nodes' : 'sg-other'],
          },
        },
      ],
    }));
  ec2.on(DeleteLaunchTemplateCommand).resolves({});

  const groups = [
    { GroupId: 'sg-nodes', VpcId: 'vpc-own', GroupName: 'eks-cluster-sg-demo', Tags: [OWNED] },
    { GroupId: 'of-a-person', VpcId: 'vpc-own', GroupName: 'workers', Tags: [OWNED] },
    { GroupId: 'own-classic-group', VpcId: 'vpc-own', GroupName: 'k8s-elb-a1', Tags: [OWNED] },
    {
      GroupId: 'own-group',
      VpcId: 'vpc-own',
      GroupName: 'k8s-web',
      Tags: [{ Key: 'elbv2.k8s.aws/cluster', Value: DEMO }],
    },
    {
      GroupId: 'of-another-vpc',
      VpcId: 'vpc-other',
      GroupName: 'k8s-web',
      Tags: [{ Key: 'elbv2.k8s.aws/cluster', Value: DEMO }],
    },
  ];
  ec2
    .on(DescribeSecurityGroupsCommand)
    .callsFake(({ Filters = [] }: { Filters?: Filter[] }) =>
      Filters.some(({ Name }) => Name?.includes('permission'))
        ? { SecurityGroups: [] }
        : { SecurityGroups: matching(groups, Filters) },
    );
  ec2.on(CreateTagsCommand).resolves({});
  ec2.on(DeleteSecurityGroupCommand).resolves({});

  const ofCni = [{ Key: 'cluster.k8s.amazonaws.com/name', Value: DEMO }];
  const interfaces = [
    { NetworkInterfaceId: 'own-interface', VpcId: 'vpc-own', Status: 'available', Tags: ofCni },
    { NetworkInterfaceId: 'of-another-vpc', VpcId: 'vpc-other', Status: 'available', Tags: ofCni },
    { NetworkInterfaceId: 'of-a-node', VpcId: 'vpc-own', Status: 'in-use', Tags: ofCni },
  ];
  ec2.on(DescribeNetworkInterfacesCommand).callsFake(({ Filters }: { Filters: Filter[] }) => ({
    NetworkInterfaces: matching(interfaces, Filters),
  }));
  ec2.on(DeleteNetworkInterfaceCommand).resolves({});

  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ AvailabilityZone: 'eu-central-1a' }] });
  const volume = { AvailabilityZone: 'eu-central-1a', State: 'available', Size: 10 };
  const volumes = [
    { ...volume, VolumeId: 'own-volume', CreateTime: AFTER, Tags: [OWNED, CLAIM] },
    { ...volume, VolumeId: 'of-an-earlier-cluster', CreateTime: BEFORE, Tags: [OWNED, CLAIM] },
    { ...volume, VolumeId: 'without-a-claim', CreateTime: AFTER, Tags: [OWNED] },
  ];
  ec2.on(DescribeVolumesCommand).callsFake(({ Filters }: { Filters: Filter[] }) => ({
    Volumes: matching(volumes, Filters),
  }));
  ec2.on(DeleteVolumeCommand).resolves({});

  elbv2.on(DescribeLoadBalancersCommand).resolves({
    LoadBalancers: [
      { LoadBalancerArn: 'own-balancer', VpcId: 'vpc-own', CreatedTime: AFTER },
      { LoadBalancerArn: 'of-another-vpc', VpcId: 'vpc-other', CreatedTime: AFTER },
      { LoadBalancerArn: 'older', VpcId: 'vpc-own', CreatedTime: BEFORE },
    ],
  });
  elbv2.on(DescribeTargetGroupsCommand).resolves({
    TargetGroups: [
      { TargetGroupArn: 'own-targets', VpcId: 'vpc-own' },
      { TargetGroupArn: 'of-another-vpc', VpcId: 'vpc-other' },
    ],
  });
  elbv2.on(DescribeTagsCommand).callsFake(({ ResourceArns }: { ResourceArns: string[] }) => ({
    TagDescriptions: ResourceArns.map((ResourceArn) => ({
      ResourceArn,
      Tags: [{ Key: 'elbv2.k8s.aws/cluster', Value: DEMO }],
    })),
  }));
  elbv2.on(DeleteLoadBalancerCommand).resolves({});
  elbv2.on(DeleteTargetGroupCommand).resolves({});
  elb.on(DescribeClassicCommand).resolves({ LoadBalancerDescriptions: [] });
  return mocked;
}

/** Runs one step of the deletion. Returns the ids in all requests that delete something, sorted. */
async function deletedBy(
  mocked: MockedAws,
  node: Pick<PlannedNode, 'operation' | 'properties'>,
): Promise<string[]> {
  await controlPlane.delete(mocked.aws, owner, '', node);
  return mocked
    .calls()
    .filter(({ command }) => /^(Delete|Terminate)/.test(command))
    .flatMap(({ input }): unknown[] => Object.values(input).flat())
    .map(String)
    .toSorted();
}

const OWN = [
  'own-balancer',
  'own-classic-group',
  'own-group',
  'own-instance',
  'own-interface',
  'own-targets',
  'own-template',
];

test('a deletion takes only what is in the cluster’s VPC and newer than it, and keeps its volumes', async () => {
  expect(await deletedBy(account(), { operation: 'delete', properties: {} })).toEqual(OWN);
});

test('volumes are deleted on request only, and only those that the cluster has created', async () => {
  const properties = { volumes: 'delete' };
  expect(await deletedBy(account(), { operation: 'delete', properties })).toEqual(
    [...OWN, 'own-volume'].toSorted(),
  );
});

test('the rollback of a create deletes no volumes, load balancers or groups, even on request', async () => {
  const properties = { volumes: 'delete' };
  expect(await deletedBy(account(), { operation: 'create', properties })).toEqual([
    'own-instance',
    'own-interface',
    'own-template',
  ]);
});

test('a cluster whose VPC is unknown is deleted without a clean-up', async () => {
  const mocked = account();
  mocked.eks.on(DescribeClusterCommand).resolves({ cluster: { createdAt: CREATED } });
  expect(await deletedBy(mocked, { operation: 'delete', properties: {} })).toEqual(['demo']);
});

test('volumes that stay are listed with their size, their zone and their claim', async () => {
  expect(await volumesLeftBehind(account().aws, owner)).toEqual([
    {
      type: 'volume',
      id: 'own-volume',
      message: '10 GiB in eu-central-1a, made by the volume claim data',
    },
  ]);
});
