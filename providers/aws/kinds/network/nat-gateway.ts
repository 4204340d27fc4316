import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import { clientToken } from '../../../identity.ts';
import { vendorCode } from '../../client/errors.ts';

const PROPERTIES = z.object({});

/** The fixed public address of a NAT gateway. */
export const elasticIp = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { Addresses = [] } = await ec2.describeAddresses({
      Filters: tagFilters(owner, 'elastic_ip', name),
    });
    return Addresses.map(({ AllocationId = '', PublicIp = '', Tags }) => ({
      cloudId: AllocationId,
      tags: tagsOf(Tags),
      state: 'available',
      outputs: { publicIp: PublicIp },
    }));
  },
  async create({ ec2 }, request) {
    const { AllocationId = '' } = await ec2.allocateAddress({
      Domain: 'vpc',
      TagSpecifications: tagSpecification('elastic-ip', request),
    });
    return { cloudId: AllocationId };
  },
  async delete({ ec2 }, _owner, AllocationId) {
    try {
      await ec2.releaseAddress({ AllocationId });
      return [];
    } catch (error) {
      // EC2 answers like this while the interface of a NAT gateway that is gone still has the address.
      if (vendorCode(error) !== 'AuthFailure') throw error;
      return ['the interface that has the address'];
    }
  },
  async blockers({ ec2 }, _owner, AllocationId) {
    const { Addresses = [] } = await ec2.describeAddresses({ AllocationIds: [AllocationId] });
    return Addresses.flatMap(({ NetworkInterfaceId: id }) =>
      id === undefined ? [] : [`network interface (${id})`],
    );
  },
});

const STATES = {
  pending: 'creating',
  available: 'available',
  failed: 'failed',
  deleting: 'deleting',
} as const;

/** Connects private subnets to the internet. A deleted gateway stays visible for about an hour. */
export const natGateway = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { NatGateways = [] } = await ec2.describeNatGateways({
      Filter: tagFilters(owner, 'nat_gateway', name),
    });
    return NatGateways.flatMap((gateway) => {
      const { NatGatewayId = '', State = 'pending', FailureCode, FailureMessage, Tags } = gateway;
      if (State === 'deleted') return [];
      const reason = [FailureCode, FailureMessage].filter(Boolean).join(': ');
      return [
        {
          cloudId: NatGatewayId,
          tags: tagsOf(Tags),
          state: STATES[State],
          ...(reason !== '' && { reason }),
          outputs: { publicIp: gateway.NatGatewayAddresses?.[0]?.PublicIp ?? '' },
        },
      ];
    });
  },
  async create({ ec2 }, request) {
    const it = dependenciesOf(request);
    const { NatGateway } = await ec2.createNatGateway({
      SubnetId: it.one('subnet')?.cloudId,
      AllocationId: it.one('elastic_ip')?.cloudId,
      ClientToken: clientToken(request.owner, request.node),
      TagSpecifications: tagSpecification('natgateway', request),
    });
    const { NatGatewayId = '', State } = NatGateway ?? {};
    const isDead = State === 'deleting' || State === 'deleted';
    return { cloudId: NatGatewayId, ...(isDead && { state: State }) };
  },
  async delete({ ec2 }, _owner, NatGatewayId) {
    await ec2.deleteNatGateway({ NatGatewayId });
  },
});
