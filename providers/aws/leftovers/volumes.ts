/** Volumes of a cluster's persistent volume claims. */
import type { Volume } from '@aws-sdk/client-ec2';
import { timeOfId } from '../../../contract/ids.ts';
import type { LeftBehind } from '../../../contract/operations/operation.ts';
import type { Owner } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { allPages } from '../client/pages.ts';
import { tagsOf } from '../kinds/tags.ts';
import { clusterName } from '../plan/names.ts';
import { isNewer, makerOf, ownedFilter, type Leftover, type LeftoverScope } from './leftover.ts';

/** Finds the volumes that were created after the cluster, in the zones of its VPC. */
export async function volumesOf({ ec2 }: Aws, scope: LeftoverScope): Promise<Leftover[]> {
  const { Subnets = [] } = await ec2.describeSubnets({
    Filters: [{ Name: 'vpc-id', Values: [scope.vpcId] }],
  });
  const zones = new Set(Subnets.map(({ AvailabilityZone }) => AvailabilityZone));
  return (await claimedVolumes(ec2, scope))
    .filter(({ AvailabilityZone }) => zones.has(AvailabilityZone))
    .map(({ VolumeId = '', State, Tags }) => ({
      id: VolumeId,
      type: 'volume',
      tags: tagsOf(Tags),
      ...(State === 'available' && { remove: () => ec2.deleteVolume({ VolumeId }) }),
    }));
}

/**
 * Lists the volumes that a deleted cluster has left behind. The cluster is gone, so that its uid tells when
 * its volumes can have been created at the earliest.
 */
export async function volumesLeftBehind({ ec2 }: Aws, owner: Owner): Promise<LeftBehind[]> {
  const scope = {
    cluster: clusterName(owner),
    createdAt: new Date(timeOfId(owner.resourceUid)),
  };
  return (await claimedVolumes(ec2, scope)).map(
    ({ VolumeId = '', Size = 0, AvailabilityZone = '', Tags }) => ({
      type: 'volume',
      id: VolumeId,
      message: `${Size} GiB in ${AvailabilityZone}, made by ${makerOf(tagsOf(Tags))}`,
    }),
  );
}

async function claimedVolumes(
  ec2: Aws['ec2'],
  scope: Pick<LeftoverScope, 'cluster' | 'createdAt'>,
): Promise<Volume[]> {
  const volumes = await allPages(async (NextToken) => {
    const page = await ec2.describeVolumes({
      // The driver tags each volume with its claim. Root disks of nodes have only the tag of the cluster.
      Filters: [
        ownedFilter(scope.cluster),
        { Name: 'tag-key', Values: ['kubernetes.io/created-for/pvc/name'] },
      ],
      NextToken,
    });
    return { items: page.Volumes, next: page.NextToken };
  });
  return volumes.filter(
    ({ CreateTime, State }) => isNewer(scope, CreateTime) && State !== 'deleting',
  );
}
