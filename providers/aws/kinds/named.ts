/** Finds resources by the name of their owner, whatever its uid is. */
import { nameTags } from '../../identity.ts';
import type { Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { readEksTags, unlessMissing } from '../client/eks.ts';
import { clusterName } from '../plan/names.ts';
import { tagsOf } from './tags.ts';

/**
 * The tags of the VPCs that carry the owner's name, and of the control plane that has the name. Nothing of a network
 * exists without its VPC, and little of a cluster without its control plane.
 */
export async function findNamed(
  { ec2, eks }: Aws,
  owner: Owner,
): Promise<{ tags: Record<string, string> }[]> {
  const Filters = Object.entries(nameTags(owner)).map(([key, value]) => ({
    Name: `tag:${key}`,
    Values: [value],
  }));
  const [{ Vpcs = [] }, seen] = await Promise.all([
    ec2.describeVpcs({ Filters }),
    owner.resourceType === 'cluster'
      ? unlessMissing(eks.describeCluster({ name: clusterName(owner) }))
      : undefined,
  ]);
  const controlPlanes =
    seen?.cluster === undefined ? [] : [{ tags: readEksTags(seen.cluster.tags) }];
  return [...Vpcs.map(({ Tags }) => ({ tags: tagsOf(Tags) })), ...controlPlanes];
}
