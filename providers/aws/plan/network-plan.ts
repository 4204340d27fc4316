import type { NetworkSpec } from '../../../contract/resources/network.ts';
import {
  networkKeys,
  networkLayout,
  type Access,
  type ZoneLayout,
} from '../../kubernetes/network-layout.ts';
import type { AwsRow } from './rows.ts';

type NetworkShape = Pick<NetworkSpec, 'cidr' | 'availabilityZoneCount' | 'natGateways' | 'aws'>;

/**
 * Returns the plan of a network as a table of rows: a VPC, a public and a private subnet in each zone,
 * gateways and routes, an endpoint through which image layers from S3 bypass the NAT gateways, and a
 * security group.
 */
export function networkRows(shape: NetworkShape): AwsRow[] {
  const { zones, natLetters } = networkLayout(shape);
  const keys = networkKeys(shape.availabilityZoneCount);
  const bucketArn = shape.aws?.flowLogBucketArn;

  return [
    { type: 'vpc', name: 'main', properties: { cidr: shape.cidr } },
    { type: 'internet_gateway', name: 'main', needs: ['vpc/main'] },
    ...zones.map((zone) => subnet(zone, 'public')),
    ...zones.map((zone) => subnet(zone, 'private')),
    {
      type: 'route_table',
      name: 'public',
      needs: ['vpc/main', 'internet_gateway/main', ...keys.publicSubnets],
    },
    ...natLetters.flatMap((letter): AwsRow[] => [
      { type: 'elastic_ip', name: `nat-${letter}` },
      {
        type: 'nat_gateway',
        name: `nat-${letter}`,
        needs: [
          `elastic_ip/nat-${letter}`,
          `subnet/public-${letter}`,
          'internet_gateway/main',
          'route_table/public',
        ],
      },
    ]),
    ...zones.map(({ letter, natGateway }): AwsRow => ({
      type: 'route_table',
      name: `private-${letter}`,
      needs: ['vpc/main', `subnet/private-${letter}`, ...(natGateway ? [natGateway] : [])],
    })),
    {
      type: 'vpc_endpoint',
      name: 's3',
      needs: ['vpc/main', 'route_table/public', ...keys.privateRouteTables],
    },
    { type: 'security_group', name: 'internal', needs: ['vpc/main'] },
    ...(bucketArn === undefined ? [] : [flowLog(bucketArn)]),
  ];
}

/** AWS names the zone when it creates the subnet. */
function subnet({ letter, index, cidrs }: ZoneLayout, access: Access): AwsRow {
  return {
    type: 'subnet',
    name: `${access}-${letter}`,
    needs: ['vpc/main'],
    properties: { cidr: cidrs[access], zone: index, access },
  };
}

function flowLog(bucketArn: string): AwsRow {
  return { type: 'flow_log', name: 'main', needs: ['vpc/main'], properties: { bucketArn } };
}
