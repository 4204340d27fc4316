import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { allTags, tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import { networkInterfaces } from '../../leftovers/blockers.ts';
import { uniqueName } from '../../plan/names.ts';

const PROPERTIES = z.object({
  /** The VPC of a network that is not part of the plan. */
  vpcId: z.string().optional(),
});

/** A security group. The group that EKS creates with each cluster is not a node. */
export const securityGroup = defineKind({
  properties: PROPERTIES,
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
  async create({ ec2 }, request, properties) {
    const { owner, node } = request;
    const { GroupId = '' } = await ec2.createSecurityGroup({
      GroupName: uniqueName(owner, node.name, 255),
      Description: `${allTags(request)['Name']} created by Slipway`,
      VpcId: dependenciesOf(request).one('vpc')?.cloudId ?? properties.vpcId,
      TagSpecifications: tagSpecification('security-group', request),
    });
    return { cloudId: GroupId };
  },
  async delete({ ec2 }, _owner, GroupId) {
    await ec2.deleteSecurityGroup({ GroupId });
  },
  blockers: (aws, _owner, id) => networkInterfaces(aws, 'group-id', id),
});
