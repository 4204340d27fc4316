import { networkInterfaces } from '../../leftovers/blockers.ts';
import {
  standsOn,
  tagFilters,
  tagsOf,
  tagSpecification,
  text,
  type NodeKind,
} from '../../node-kind.ts';
import { zoneAt } from '../../plan/zones.ts';

/** The tags by which load balancer controllers and Karpenter find subnets. */
function discoveryTags(access: string, resourceId: string): Record<string, string> {
  return access === 'public'
    ? { 'kubernetes.io/role/elb': '1' }
    : { 'kubernetes.io/role/internal-elb': '1', 'karpenter.sh/discovery': resourceId };
}

export const subnet: NodeKind = {
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
  async create(aws, request) {
    const { node, owner } = request;
    const more = discoveryTags(text(node, 'access'), owner.resourceId);
    const { Subnet } = await aws.ec2.createSubnet({
      VpcId: standsOn(request).one('vpc')?.cloudId,
      CidrBlock: text(node, 'cidr'),
      AvailabilityZone: await zoneAt(aws, Number(node.properties['zone'])),
      TagSpecifications: tagSpecification('subnet', request, more),
    });
    return { cloudId: Subnet?.SubnetId ?? '' };
  },
  async lacks({ ec2 }, { node }, { cloudId: SubnetId }) {
    if (text(node, 'access') !== 'public') return [];
    const seen = await ec2.describeSubnets({ SubnetIds: [SubnetId] });
    if (seen.Subnets?.[0]?.MapPublicIpOnLaunch === true) return [];
    const supply = () =>
      ec2.modifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value: true } });
    return [{ what: 'public addresses for what starts in it', supply }];
  },
  async delete({ ec2 }, _owner, SubnetId) {
    await ec2.deleteSubnet({ SubnetId });
  },
  blockers: (aws, _owner, id) => networkInterfaces(aws, 'subnet-id', id),
};
