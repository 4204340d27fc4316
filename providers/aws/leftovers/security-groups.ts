/** Security groups of a cluster's controllers, and the rules of other groups that refer to them. */
import type { Aws } from '../client/access.ts';
import { TAGS } from '../../identity.ts';
import { allPages } from '../client/pages.ts';
import { tagsOf } from '../kinds/tags.ts';
import { LEFTOVER_OF } from '../plan/names.ts';
import { ownedFilter, type Leftover, type LeftoverScope } from './leftover.ts';

/** EKS deletes the group with this tag together with the cluster. */
const OF_EKS = 'aws:eks:cluster-name';

/**
 * Finds the groups of load balancers. People tag groups of their own with the name of a cluster, too, so the
 * tag that Kubernetes' cloud controller sets counts only with the name that it gives.
 */
export async function securityGroupsOf(
  { ec2 }: Aws,
  { cluster, vpcId }: LeftoverScope,
): Promise<Leftover[]> {
  const lists = await Promise.all(
    [
      [ownedFilter(cluster), { Name: 'group-name', Values: ['k8s-elb-*'] }],
      [{ Name: 'tag:elbv2.k8s.aws/cluster', Values: [cluster] }],
    ].map((filters) =>
      allPages(async (NextToken) => {
        const page = await ec2.describeSecurityGroups({
          Filters: [...filters, { Name: 'vpc-id', Values: [vpcId] }],
          NextToken,
        });
        return { items: page.SecurityGroups, next: page.NextToken };
      }),
    ),
  );
  const groups = lists.flat();
  return groups.flatMap(({ GroupId = '', Tags: found }, index): Leftover[] => {
    const tags = tagsOf(found);
    const isFirst = groups.findIndex((it) => it.GroupId === GroupId) === index;
    if (!isFirst || OF_EKS in tags || TAGS.node in tags) return [];
    const remove = async () => {
      await revokeReferences(ec2, GroupId);
      // The groups of the cloud controller have no tag that a policy can name, so the deletion needs this one.
      const Tags = [{ Key: LEFTOVER_OF, Value: cluster }];
      await ec2.createTags({ Resources: [GroupId], Tags });
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
