/** Finds resources by the name of their owner, whatever its uid is. */
import { nameTags } from '../../identity.ts';
import type { Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { readEksTags, unlessMissing } from '../client/eks.ts';
import { clusterName } from '../plan/names.ts';
import { carries, filtersOf, tagsOf } from './tags.ts';

/**
 * The tags of the VPCs that carry the owner's name, and of the control plane that has the name. Nothing of a network
 * exists without its VPC, and little of a cluster without its control plane.
 */
export async function findNamed(
  { ec2, eks }: Aws,
  owner: Owner,
): Promise<{ tags: Record<string, string> }[]> {
  const named = nameTags(owner);
  const [{ Vpcs = [] }, seen] = await Promise.all([
    ec2.describeVpcs({ Filters: filtersOf(named) }),
    owner.resourceType === 'cluster'
      ? unlessMissing(eks.describeCluster({ name: clusterName(owner) }))
      : undefined,
  ]);
  const vpcs = Vpcs.map(({ Tags }) => ({ tags: tagsOf(Tags) }));
  // EKS finds a control plane by its name alone, which can be that of a foreign cluster.
  const tags = readEksTags(seen?.cluster?.tags);
  return carries(tags, named) ? [...vpcs, { tags }] : vpcs;
}
