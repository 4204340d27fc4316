import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import { deleteWithManaged } from '../../leftovers/managed.ts';
import { networkInterfaces } from '../../leftovers/blockers.ts';
import { zoneAt } from '../../plan/zones.ts';

const PROPERTIES = z.object({
  cidr: z.string(),
  /** The index of the zone among the region's zones with EKS, counted from 0. */
  zone: z.number(),
  access: z.enum(['public', 'private']),
});

/** The tags by which load balancer controllers find subnets. */
function roleTags(access: string): Record<string, string> {
  return access === 'public'
    ? { 'kubernetes.io/role/elb': '1' }
    : { 'kubernetes.io/role/internal-elb': '1' };
}

export const subnet = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { Subnets = [] } = await ec2.describeSubnets({
      Filters: tagFilters(owner, 'subnet', name),
    });
    return Subnets.map(({ SubnetId = '', State, AvailabilityZone = '', CidrBlock = '', Tags }) => ({
      cloudId: SubnetId,
      tags: tagsOf(Tags),
      state: State === 'pending' ? 'creating' : 'available',
      outputs: { availabilityZone: AvailabilityZone, cidr: CidrBlock },
    }));
  },
  async create(aws, request, properties) {
    const more = roleTags(properties.access);
    const { Subnet } = await aws.ec2.createSubnet({
      VpcId: dependenciesOf(request).one('vpc')?.cloudId,
      CidrBlock: properties.cidr,
      AvailabilityZone: await zoneAt(aws, properties.zone),
      TagSpecifications: tagSpecification('subnet', request, more),
    });
    return { cloudId: Subnet?.SubnetId ?? '' };
  },
  async diff({ ec2 }, _request, { cloudId: SubnetId }, properties) {
    if (properties.access !== 'public') return [];
    const seen = await ec2.describeSubnets({ SubnetIds: [SubnetId] });
    if (seen.Subnets?.[0]?.MapPublicIpOnLaunch === true) return [];
    const apply = () =>
      ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: true } });
    return [{ what: 'public addresses for what starts in it', apply }];
  },
  delete(aws, _owner, SubnetId) {
    const vpcId = async () => {
      const { Subnets = [] } = await aws.ec2.describeSubnets({ SubnetIds: [SubnetId] });
      return Subnets[0]?.VpcId;
    };
    return deleteWithManaged(aws, vpcId, () => aws.ec2.deleteSubnet({ SubnetId }));
  },
  blockers: (aws, _owner, id) => networkInterfaces(aws, 'subnet-id', id),
});
