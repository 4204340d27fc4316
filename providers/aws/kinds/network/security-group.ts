import { networkInterfaces } from '../../leftovers/blockers.ts';
import {
  allTags,
  standsOn,
  tagFilters,
  tagsOf,
  tagSpecification,
  text,
  type NodeKind,
} from '../../node-kind.ts';
import { uniqueName } from '../../plan/names.ts';

/** A group of its own; the one that EKS makes with each cluster is not a node. */
export const securityGroup: NodeKind = {
  async list({ ec2 }, owner, name) {
    const { SecurityGroups = [] } = await ec2.describeSecurityGroups({
      Filters: tagFilters(owner, 'security_group', name),
    });
    return SecurityGroups.map(({ GroupId = '', Tags }) => ({
      cloudId: GroupId,
      tags: tagsOf(Tags),
      state: 'available',
      outputs: {},
    }));
  },
  async create({ ec2 }, request) {
    const { owner, node } = request;
    const { GroupId = '' } = await ec2.createSecurityGroup({
      GroupName: uniqueName(owner, node.name, 255),
      Description: `${allTags(request)['Name']} made by Slipway`,
      VpcId: standsOn(request).one('vpc')?.cloudId ?? text(node, 'vpcId'),
      TagSpecifications: tagSpecification('security-group', request),
    });
    return { cloudId: GroupId };
  },
  async delete({ ec2 }, _owner, GroupId) {
    await ec2.deleteSecurityGroup({ GroupId });
  },
  blockers: (aws, _owner, id) => networkInterfaces(aws, 'group-id', id),
};
