/** Finds the resources that prevent the deletion of a network, with their types, ids and creators. */
import type { Aws } from '../client/access.ts';
import { TAGS } from '../../identity.ts';
import { tagsOf } from '../kinds/tags.ts';

/**
 * Finds network interfaces in a subnet or with a security group. Describes each with AWS's description of
 * its purpose.
 */
export async function networkInterfaces(
  { ec2 }: Pick<Aws, 'ec2'>,
  filter: 'subnet-id' | 'group-id' | 'vpc-id',
  id: string,
): Promise<string[]> {
  const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces({
    Filters: [{ Name: filter, Values: [id] }],
  });
  return NetworkInterfaces.map(({ NetworkInterfaceId = '', Description, RequesterId, TagSet }) => {
    const words = describeBlocker('network interface', NetworkInterfaceId, tagsOf(TagSet));
    const maker = RequesterId === undefined ? '' : ` of ${RequesterId}`;
    return Description ? `${words}${maker} "${Description}"` : `${words}${maker}`;
  });
}

/** Finds the resources in a VPC. */
export async function vpcBlockers(aws: Aws, vpcId: string): Promise<string[]> {
  const { ec2 } = aws;
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const [subnets, gateways, groups, tables, endpoints, interfaces] = await Promise.all([
    ec2.describeSubnets({ Filters }),
    ec2.describeInternetGateways({ Filters: [{ Name: 'attachment.vpc-id', Values: [vpcId] }] }),
    ec2.describeSecurityGroups({ Filters }),
    ec2.describeRouteTables({ Filters }),
    ec2.describeVpcEndpoints({ Filters }),
    networkInterfaces(aws, 'vpc-id', vpcId),
  ]);
  return [
    ...(subnets.Subnets ?? []).map(({ SubnetId = '', Tags }) =>
      describeBlocker('subnet', SubnetId, tagsOf(Tags)),
    ),
    ...(gateways.InternetGateways ?? []).map(({ InternetGatewayId = '', Tags }) =>
      describeBlocker('internet gateway', InternetGatewayId, tagsOf(Tags)),
    ),
    ...(groups.SecurityGroups ?? [])
      .filter(({ GroupName }) => GroupName !== 'default')
      .map(({ GroupId = '', Tags }) => describeBlocker('security group', GroupId, tagsOf(Tags))),
    ...(tables.RouteTables ?? [])
      .filter(({ Associations = [] }) => !Associations.some(({ Main }) => Main))
      .map(({ RouteTableId = '', Tags }) =>
        describeBlocker('route table', RouteTableId, tagsOf(Tags)),
      ),
    ...(endpoints.VpcEndpoints ?? [])
      .filter(({ State }) => State?.toLowerCase() !== 'deleted')
      .map(({ VpcEndpointId = '', Tags }) =>
        describeBlocker('endpoint', VpcEndpointId, tagsOf(Tags)),
      ),
    ...interfaces,
  ];
}

/** Finds NAT gateways. Their public addresses prevent the deletion of the internet gateway. */
export async function mappedAddresses({ ec2 }: Pick<Aws, 'ec2'>, vpcId: string): Promise<string[]> {
  const { NatGateways = [] } = await ec2.describeNatGateways({
    Filter: [{ Name: 'vpc-id', Values: [vpcId] }],
  });
  return NatGateways.filter(({ State }) => State !== 'deleted').map(({ NatGatewayId = '', Tags }) =>
    describeBlocker('NAT gateway', NatGatewayId, tagsOf(Tags)),
  );
}

/** Returns the name of a blocker in messages: its node if Slipway created it, otherwise its type. */
function describeBlocker(type: string, id: string, tags: Record<string, string>): string {
  const node = tags[TAGS.node];
  const creator = tags[TAGS.resource];
  const name = node === undefined ? type : node.replace('/', ' ');
  return `${name} (${id}${creator === undefined ? ', not made by Slipway' : ''})`;
}
