/** Makes the AWS resources that controllers inside of a cluster make. */
import type { AwsSandbox } from './sandbox.ts';

export interface Strays {
  ids: string[];
  /** The one with data. */
  volumeId: string;
  /** The ones that still exist. */
  left(): Promise<string[]>;
}

/** An instance, its launch template, load balancers old and new with their security group, a volume and an interface. */
export async function makeStrays(
  { ec2, elb, elbv2 }: AwsSandbox,
  cluster: string,
  placement: { vpcId: string; subnetId: string; clusterGroupId: string },
): Promise<Strays> {
  const { vpcId, subnetId, clusterGroupId } = placement;
  const owned = { Key: `kubernetes.io/cluster/${cluster}`, Value: 'owned' };
  const balancer = [
    { Key: 'elbv2.k8s.aws/cluster', Value: cluster },
    { Key: 'service.k8s.aws/stack', Value: 'shop/web' },
  ];
  const claim = [{ Key: 'kubernetes.io/created-for/pvc/name', Value: 'data' }];
  const { Instances = [] } = await ec2.runInstances({
    ImageId: 'ami-12c6146b',
    MinCount: 1,
    MaxCount: 1,
    SubnetId: subnetId,
    TagSpecifications: [
      {
        ResourceType: 'instance',
        Tags: [owned, { Key: 'karpenter.sh/nodepool', Value: 'default' }],
      },
    ],
  });
  const { LaunchTemplate } = await ec2.createLaunchTemplate({
    LaunchTemplateName: `karpenter.k8s.aws/${cluster}`,
    LaunchTemplateData: { InstanceType: 'm5.large', SecurityGroupIds: [clusterGroupId] },
    TagSpecifications: [
      {
        ResourceType: 'launch-template',
        Tags: [{ Key: 'karpenter.k8s.aws/cluster', Value: cluster }],
      },
    ],
  });
  const { GroupId = '' } = await ec2.createSecurityGroup({
    VpcId: vpcId,
    GroupName: `k8s-web-${cluster}`,
    Description: 'of a load balancer',
    TagSpecifications: [{ ResourceType: 'security-group', Tags: balancer }],
  });
  await ec2.authorizeSecurityGroupIngress({
    GroupId: clusterGroupId,
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, UserIdGroupPairs: [{ GroupId }] },
    ],
  });
  const { LoadBalancers = [] } = await elbv2.createLoadBalancer({
    Name: `web-${cluster}`,
    Type: 'network',
    Subnets: [subnetId],
    Tags: balancer,
  });
  const { TargetGroups = [] } = await elbv2.createTargetGroup({
    Name: `web-${cluster}`,
    Protocol: 'TCP',
    Port: 80,
    VpcId: vpcId,
    Tags: balancer,
  });
  await elb.createLoadBalancer({
    LoadBalancerName: `old-${cluster}`,
    Listeners: [{ Protocol: 'tcp', LoadBalancerPort: 80, InstancePort: 80 }],
    Subnets: [subnetId],
    SecurityGroups: [GroupId],
    Tags: [owned, { Key: 'kubernetes.io/service-name', Value: 'shop/old' }],
  });
  const { VolumeId = '' } = await ec2.createVolume({
    AvailabilityZone: 'eu-central-1a',
    Size: 10,
    TagSpecifications: [{ ResourceType: 'volume', Tags: [owned, ...claim] }],
  });
  const { NetworkInterface } = await ec2.createNetworkInterface({
    SubnetId: subnetId,
    Description: 'aws-K8S-i-1',
    TagSpecifications: [
      {
        ResourceType: 'network-interface',
        Tags: [{ Key: 'cluster.k8s.amazonaws.com/name', Value: cluster }],
      },
    ],
  });
  const ids = [
    Instances[0]?.InstanceId ?? '',
    LaunchTemplate?.LaunchTemplateId ?? '',
    GroupId,
    LoadBalancers[0]?.LoadBalancerArn ?? '',
    TargetGroups[0]?.TargetGroupArn ?? '',
    `old-${cluster}`,
    VolumeId,
    NetworkInterface?.NetworkInterfaceId ?? '',
  ];

  return {
    ids,
    volumeId: VolumeId,
    async left() {
      const there = [
        ...((await ec2.describeInstances({})).Reservations ?? []).flatMap((it) =>
          (it.Instances ?? [])
            .filter(({ State }) => State?.Name !== 'terminated')
            .map(({ InstanceId }) => InstanceId),
        ),
        ...((await ec2.describeLaunchTemplates({})).LaunchTemplates ?? []).map(
          (it) => it.LaunchTemplateId,
        ),
        ...((await ec2.describeSecurityGroups({})).SecurityGroups ?? []).map((it) => it.GroupId),
        ...((await elbv2.describeLoadBalancers({})).LoadBalancers ?? []).map(
          (it) => it.LoadBalancerArn,
        ),
        ...((await elbv2.describeTargetGroups({})).TargetGroups ?? []).map(
          (it) => it.TargetGroupArn,
        ),
        ...((await elb.describeLoadBalancers({})).LoadBalancerDescriptions ?? []).map(
          (it) => it.LoadBalancerName,
        ),
        ...((await ec2.describeVolumes({})).Volumes ?? []).map((it) => it.VolumeId),
        ...((await ec2.describeNetworkInterfaces({})).NetworkInterfaces ?? []).map(
          (it) => it.NetworkInterfaceId,
        ),
      ];
      return ids.filter((id) => there.includes(id));
    },
  };
}
