/** Instances and launch templates of Karpenter, and network interfaces of the CNI. */
import type { Aws } from '../client/access.ts';
import { allPages } from '../client/pages.ts';
import { tagsOf } from '../kinds/tags.ts';
import { isNewer, ownedFilter, type Leftover, type LeftoverScope } from './leftover.ts';

const RUNS = ['pending', 'running', 'stopping', 'stopped', 'shutting-down'];
/** Karpenter's mark. Instances of people and of other tools can carry the tag of a cluster, too. */
const OF_KARPENTER = { Name: 'tag-key', Values: ['karpenter.sh/nodepool'] };

/** Finds the instances of Karpenter. EKS itself ends those that it manages, such as the ones of Auto Mode. */
export async function instancesOf({ ec2 }: Aws, scope: LeftoverScope): Promise<Leftover[]> {
  const { cluster, vpcId } = scope;
  const reservations = await allPages(async (NextToken) => {
    const page = await ec2.describeInstances({
      Filters: [
        ownedFilter(cluster),
        OF_KARPENTER,
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'instance-state-name', Values: RUNS },
      ],
      NextToken,
    });
    return { items: page.Reservations, next: page.NextToken };
  });
  return reservations
    .flatMap((it) => it.Instances ?? [])
    .filter((it) => isNewer(scope, it.LaunchTime) && it.Operator?.Managed !== true)
    .map(({ InstanceId = '', State, Tags }) => ({
      id: InstanceId,
      type: 'instance',
      tags: tagsOf(Tags),
      ...(State?.Name !== 'shutting-down' && {
        remove: () => ec2.terminateInstances({ InstanceIds: [InstanceId] }),
      }),
    }));
}

/** Finds the launch templates of Karpenter whose security groups are in the VPC. */
export async function launchTemplatesOf({ ec2 }: Aws, scope: LeftoverScope): Promise<Leftover[]> {
  const templates = await allPages(async (NextToken) => {
    const page = await ec2.describeLaunchTemplates({
      Filters: [{ Name: 'tag:karpenter.k8s.aws/cluster', Values: [scope.cluster] }],
      NextToken,
    });
    return { items: page.LaunchTemplates, next: page.NextToken };
  });
  const newer = templates.filter(({ CreateTime }) => isNewer(scope, CreateTime));
  if (newer.length === 0) return [];
  const groups = await groupsIn(ec2, scope.vpcId);
  const inVpc = await Promise.all(
    newer.map(async ({ LaunchTemplateId = '' }) =>
      (await groupsOfTemplate(ec2, LaunchTemplateId)).some((id) => groups.has(id)),
    ),
  );
  return newer
    .filter((_, index) => inVpc[index])
    .map(({ LaunchTemplateId = '', Tags }) => ({
      id: LaunchTemplateId,
      type: 'launch template',
      tags: tagsOf(Tags),
      remove: () => ec2.deleteLaunchTemplate({ LaunchTemplateId }),
    }));
}

async function groupsIn(ec2: Aws['ec2'], vpcId: string): Promise<ReadonlySet<string>> {
  const groups = await allPages(async (NextToken) => {
    const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
    const page = await ec2.describeSecurityGroups({ Filters, NextToken });
    return { items: page.SecurityGroups, next: page.NextToken };
  });
  return new Set(groups.map(({ GroupId = '' }) => GroupId));
}

async function groupsOfTemplate(ec2: Aws['ec2'], LaunchTemplateId: string): Promise<string[]> {
  const { LaunchTemplateVersions = [] } = await ec2.describeLaunchTemplateVersions({
    LaunchTemplateId,
    Versions: ['$Latest'],
  });
  return LaunchTemplateVersions.flatMap(({ LaunchTemplateData: data }) => [
    ...(data?.SecurityGroupIds ?? []),
    ...(data?.NetworkInterfaces ?? []).flatMap(({ Groups = [] }) => Groups),
  ]);
}

/**
 * Finds the network interfaces of the CNI. It leaves them behind when an instance ends. One in use is waited
 * for only if it has the cluster's own security group: its instance is being deleted.
 */
export async function interfacesOf({ ec2 }: Aws, scope: LeftoverScope): Promise<Leftover[]> {
  const interfaces = await allPages(async (NextToken) => {
    const page = await ec2.describeNetworkInterfaces({
      Filters: [
        { Name: 'tag:cluster.k8s.amazonaws.com/name', Values: [scope.cluster] },
        { Name: 'vpc-id', Values: [scope.vpcId] },
      ],
      NextToken,
    });
    return { items: page.NetworkInterfaces, next: page.NextToken };
  });
  return interfaces.flatMap(
    ({ NetworkInterfaceId = '', Status, Groups = [], TagSet }): Leftover[] => {
      const it = { id: NetworkInterfaceId, type: 'network interface', tags: tagsOf(TagSet) };
      if (Status === 'available') {
        return [{ ...it, remove: () => ec2.deleteNetworkInterface({ NetworkInterfaceId }) }];
      }
      return Groups.some(({ GroupId }) => GroupId === scope.clusterSecurityGroupId) ? [it] : [];
    },
  );
}
