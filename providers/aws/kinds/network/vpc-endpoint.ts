import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import { refuseUnsuccessful } from '../../client/unsuccessful.ts';
import { clientToken } from '../../../identity.ts';

const PROPERTIES = z.object({});

/** The route to S3 that bypasses NAT gateways, so that downloads of image layers cost nothing. */
export const vpcEndpoint = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({
      Filters: tagFilters(owner, 'vpc_endpoint', name),
    });
    return VpcEndpoints.flatMap(({ VpcEndpointId = '', State, Tags }) => {
      const state = (State ?? 'available').toLowerCase();
      if (state === 'deleted') return [];
      return [
        {
          cloudId: VpcEndpointId,
          tags: tagsOf(Tags),
          state: stateOf(state),
          outputs: {},
        },
      ];
    });
  },
  async create({ ec2, region }, request) {
    const it = dependenciesOf(request);
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      VpcId: it.one('vpc')?.cloudId,
      ServiceName: `com.amazonaws.${region}.s3`,
      VpcEndpointType: 'Gateway',
      RouteTableIds: it.ids('route_table'),
      ClientToken: clientToken(request.owner, request.node),
      TagSpecifications: tagSpecification('vpc-endpoint', request),
    });
    return { cloudId: VpcEndpoint?.VpcEndpointId ?? '' };
  },
  async delete({ ec2 }, _owner, VpcEndpointId) {
    const { Unsuccessful } = await ec2.deleteVpcEndpoints({ VpcEndpointIds: [VpcEndpointId] });
    refuseUnsuccessful(Unsuccessful, 'ec2:DeleteVpcEndpoints');
  },
});

function stateOf(state: string): 'creating' | 'available' | 'failed' | 'deleting' {
  if (state === 'pending' || state === 'deleting' || state === 'failed') {
    return state === 'pending' ? 'creating' : state;
  }
  return 'available';
}
