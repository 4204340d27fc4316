import type { NodeKind } from '../../node-kind.ts';
import { tagFilters, tagsOf, tagSpecification, text } from '../../node-kind.ts';
import { vpcBlockers } from '../../leftovers/blockers.ts';

/** The network's frame. Nodes find the cluster's endpoint by names, so it resolves and gives them. */
export const vpc: NodeKind = {
  async list({ ec2 }, owner, name) {
    const { Vpcs = [] } = await ec2.describeVpcs({ Filters: tagFilters(owner, 'vpc', name) });
    return Vpcs.map(({ VpcId = '', State, CidrBlock = '', Tags }) => ({
      cloudId: VpcId,
      tags: tagsOf(Tags),
      state: State === 'pending' ? 'creating' : 'available',
      outputs: { cidr: CidrBlock },
    }));
  },
  async create({ ec2 }, request) {
    const { Vpc } = await ec2.createVpc({
      CidrBlock: text(request.node, 'cidr'),
      TagSpecifications: tagSpecification('vpc', request),
    });
    return { cloudId: Vpc?.VpcId ?? '' };
  },
  async lacks({ ec2 }, _request, { cloudId: VpcId }) {
    const seen = await ec2.describeVpcAttribute({ VpcId, Attribute: 'enableDnsHostnames' });
    if (seen.EnableDnsHostnames?.Value === true) return [];
    const supply = () => ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
    return [{ what: 'names for its hosts', supply }];
  },
  async delete({ ec2 }, _owner, VpcId) {
    await ec2.deleteVpc({ VpcId });
  },
  blockers: (aws, _owner, id) => vpcBlockers(aws, id),
};
