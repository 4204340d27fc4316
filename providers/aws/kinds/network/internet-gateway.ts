import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import { isGone, unlessAssociated, vendorCode } from '../../client/errors.ts';
import { mappedAddresses } from '../../leftovers/blockers.ts';

const PROPERTIES = z.object({});

/** Connects public subnets to the internet. A second call attaches it to the VPC. */
export const internetGateway = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { InternetGateways = [] } = await ec2.describeInternetGateways({
      Filters: tagFilters(owner, 'internet_gateway', name),
    });
    return InternetGateways.map(({ InternetGatewayId = '', Tags }) => ({
      cloudId: InternetGatewayId,
      tags: tagsOf(Tags),
      state: 'available',
      outputs: {},
    }));
  },
  async create({ ec2 }, request) {
    const { InternetGateway } = await ec2.createInternetGateway({
      TagSpecifications: tagSpecification('internet-gateway', request),
    });
    return { cloudId: InternetGateway?.InternetGatewayId ?? '' };
  },
  async diff({ ec2 }, request, { cloudId: InternetGatewayId }) {
    const seen = await ec2.describeInternetGateways({ InternetGatewayIds: [InternetGatewayId] });
    if ((seen.InternetGateways?.[0]?.Attachments ?? []).length > 0) return [];
    const VpcId = dependenciesOf(request).one('vpc')?.cloudId;
    const apply = () =>
      ec2.attachInternetGateway({ InternetGatewayId, VpcId }).catch(unlessAssociated);
    return [{ what: 'its place in the VPC', apply }];
  },
  async delete({ ec2 }, _owner, InternetGatewayId) {
    const seen = await ec2.describeInternetGateways({ InternetGatewayIds: [InternetGatewayId] });
    for (const { VpcId } of seen.InternetGateways?.[0]?.Attachments ?? []) {
      try {
        await ec2.detachInternetGateway({ InternetGatewayId, VpcId });
      } catch (error) {
        if (vendorCode(error) !== 'Gateway.NotAttached' && !isGone(error)) throw error;
      }
    }
    await ec2.deleteInternetGateway({ InternetGatewayId });
  },
  async blockers(aws, _owner, InternetGatewayId) {
    const seen = await aws.ec2.describeInternetGateways({
      InternetGatewayIds: [InternetGatewayId],
    });
    const vpcId = seen.InternetGateways?.[0]?.Attachments?.[0]?.VpcId;
    return vpcId === undefined ? [] : mappedAddresses(aws, vpcId);
  },
});
