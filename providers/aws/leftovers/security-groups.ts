/** Security groups of a cluster's controllers, and the rules of other groups that refer to them. */
import type { Aws } from '../client/access.ts';
import type { Leftover } from './leftover.ts';
import { isOfCluster } from './load-balancers.ts';
import { tagsOf } from '../kinds/tags.ts';

/** EKS deletes the group with this tag together with the cluster. */
const OF_EKS = 'aws:eks:cluster-name';

export async function securityGroupsOf({ ec2 }: Aws, cluster: string): Promise<Leftover[]> {
  const lists = await Promise.all(
    [
      { Name: `tag:kubernetes.io/cluster/${cluster}`, Values: ['owned'] },
      { Name: 'tag:elbv2.k8s.aws/cluster', Values: [cluster] },
    ].map(
      async (filter) => (await ec2.describeSecurityGroups({ Filters: [filter] })).SecurityGroups,
    ),
  );
  const groups = lists.flatMap((it) => it ?? []);
  return groups.flatMap(({ GroupId = '', Tags }, index): Leftover[] => {
    const tags = tagsOf(Tags);
    const isFirst = groups.findIndex((it) => it.GroupId === GroupId) === index;
    if (!isFirst || OF_EKS in tags || !isOfCluster(tags, cluster)) return [];
    const remove = async () => {
      await revokeReferences(ec2, GroupId);
      await ec2.deleteSecurityGroup({ GroupId });
    };
    return [{ id: GroupId, type: 'security group', tags, remove }];
  });
}

/** A group cannot be deleted while a rule of another group names it. */
async function revokeReferences(ec2: Aws['ec2'], groupId: string): Promise<void> {
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({
    Filters: [{ Name: 'ip-permission.group-id', Values: [groupId] }],
  });
  for (const { GroupId, IpPermissions = [] } of SecurityGroups) {
    const named = IpPermissions.flatMap(
      ({ UserIdGroupPairs = [], IpProtocol, FromPort, ToPort }) => {
        const pairs = UserIdGroupPairs.filter((it) => it.GroupId === groupId);
        if (pairs.length === 0) return [];
        const UserIdGroupPairsOf = pairs.map((it) => ({ GroupId: it.GroupId, UserId: it.UserId }));
        return [{ IpProtocol, FromPort, ToPort, UserIdGroupPairs: UserIdGroupPairsOf }];
      },
    );
    if (named.length === 0) continue;
    await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions: named });
  }
}
