import type { NetworkSpec } from '../../../contract/resources/network.ts';
import { cidrPart } from './cidr.ts';
import type { PlanRow } from './plan-table.ts';

/** The end of the names of what belongs to a zone; which zone that is, AWS says when the subnet is made. */
const ZONE_LETTERS = ['a', 'b', 'c'] as const;
/** Eight equal parts: the first four are for public subnets, the other four for private ones. */
const SUBNET_BITS = 3;
const FIRST_PRIVATE_PART = 4;

type NetworkShape = Pick<NetworkSpec, 'cidr' | 'availabilityZoneCount' | 'natGateways' | 'aws'>;

/** The `type/name` of the subnets and private route tables of a network, in the order of its zones. */
export function networkKeys(availabilityZoneCount: number) {
  const letters = ZONE_LETTERS.slice(0, availabilityZoneCount);
  return {
    publicSubnets: letters.map((letter) => `subnet/public-${letter}`),
    privateSubnets: letters.map((letter) => `subnet/private-${letter}`),
    privateRouteTables: letters.map((letter) => `route_table/private-${letter}`),
  };
}

/**
 * A network as a table: a VPC, a public and a private subnet in each zone, the ways out, a way to S3
 * that passes no NAT gateway, and a security group for whatever will run in it.
 */
export function networkRows(shape: NetworkShape): PlanRow[] {
  const { cidr, availabilityZoneCount, natGateways, aws } = shape;
  const { flowLogBucketArn } = aws ?? {};
  const letters = ZONE_LETTERS.slice(0, availabilityZoneCount);
  const natLetters = { none: [], single: letters.slice(0, 1), per_zone: letters }[natGateways];
  const keys = networkKeys(availabilityZoneCount);

  const subnet = (letter: string, zone: number, access: 'public' | 'private'): PlanRow => ({
    type: 'subnet',
    name: `${access}-${letter}`,
    needs: ['vpc/main'],
    properties: {
      cidr: cidrPart(cidr, SUBNET_BITS, zone + (access === 'private' ? FIRST_PRIVATE_PART : 0)),
      zone,
      access,
    },
  });
  const privateRoutes = (letter: string): PlanRow => {
    const nat = natLetters.find((it) => it === letter) ?? natLetters[0];
    return {
      type: 'route_table',
      name: `private-${letter}`,
      needs: [
        'vpc/main',
        `subnet/private-${letter}`,
        ...(nat === undefined ? [] : [`nat_gateway/nat-${nat}`]),
      ],
    };
  };

  return [
    { type: 'vpc', name: 'main', properties: { cidr } },
    { type: 'internet_gateway', name: 'main', needs: ['vpc/main'] },
    ...letters.map((letter, zone) => subnet(letter, zone, 'public')),
    ...letters.map((letter, zone) => subnet(letter, zone, 'private')),
    {
      type: 'route_table',
      name: 'public',
      needs: ['vpc/main', 'internet_gateway/main', ...keys.publicSubnets],
    },
    ...natLetters.flatMap((letter): PlanRow[] => [
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
    ...letters.map(privateRoutes),
    {
      type: 'vpc_endpoint',
      name: 's3',
      needs: ['vpc/main', 'route_table/public', ...keys.privateRouteTables],
    },
    { type: 'security_group', name: 'internal', needs: ['vpc/main'] },
    ...(flowLogBucketArn === undefined
      ? []
      : [
          {
            type: 'flow_log',
            name: 'main',
            needs: ['vpc/main'],
            properties: { bucketArn: flowLogBucketArn },
          } as const,
        ]),
  ];
}
