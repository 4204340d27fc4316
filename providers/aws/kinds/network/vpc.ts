import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import { deleteWithManaged } from '../../leftovers/managed.ts';
import { vpcBlockers } from '../../leftovers/blockers.ts';

const PROPERTIES = z.object({ cidr: z.string() });

/** The VPC. Instances reach the cluster's endpoint by its name, so DNS names are enabled. */
export const vpc = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { Vpcs = [] } = await ec2.describeVpcs({ Filters: tagFilters(owner, 'vpc', name) });
    return Vpcs.map(({ VpcId = '', State, CidrBlock = '', Tags }) => ({
      cloudId: VpcId,
      tags: tagsOf(Tags),
      state: State === 'pending' ? 'creating' : 'available',
      outputs: { cidr: CidrBlock },
    }));
  },
  async create({ ec2 }, request, properties) {
    const { Vpc } = await ec2.createVpc({
      CidrBlock: properties.cidr,
      TagSpecifications: tagSpecification('vpc', request),
    });
    return { cloudId: Vpc?.VpcId ?? '' };
  },
  async diff({ ec2 }, _request, { cloudId: VpcId }) {
    const seen = await ec2.describeVpcAttribute({ VpcId, Attribute: 'enableDnsHostnames' });
    if (seen.EnableDnsHostnames?.Value === true) return [];
    const apply = () => ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
    return [{ what: 'names for its hosts', apply }];
  },
  delete: (aws, _owner, VpcId) =>
    deleteWithManaged(
      aws,
      async () => VpcId,
      () => aws.ec2.deleteVpc({ VpcId }),
    ),
  blockers: (aws, _owner, id) => vpcBlockers(aws, id),
});
