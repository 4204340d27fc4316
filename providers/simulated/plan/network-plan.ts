import type { NetworkSpec } from '../../../contract/resources/network.ts';
import type { Region } from '../../../contract/resources/provider-fields.ts';
import { cidrPart } from './cidr.ts';
import type { PlanRow } from './plan-table.ts';

/** Every zone has its letter; the letters are the end of the names of what belongs to a zone. */
const ZONE_LETTERS = ['a', 'b', 'c'] as const;
/** Eight equal parts: the first four are for public subnets, the other four for private ones. */
const SUBNET_BITS = 3;
const FIRST_PRIVATE_PART = 4;

type NetworkShape = Pick<NetworkSpec, 'cidr' | 'availabilityZoneCount' | 'natGateways'>;

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
 * A network as a table: a VPC, a public and a private subnet in each zone, the ways out, and a
 * security group for whatever will run in it.
 */
export function networkRows(region: Region, shape: NetworkShape): PlanRow[] {
  const { cidr, availabilityZoneCount, natGateways } = shape;
  const letters = ZONE_LETTERS.slice(0, availabilityZoneCount);
  const natLetters = { none: [], single: letters.slice(0, 1), per_zone: letters }[natGateways];

  const subnet = (letter: string, index: number, access: 'public' | 'private'): PlanRow => ({
    type: 'subnet',
    name: `${access}-${letter}`,
    needs: ['vpc/main'],
    properties: {
      cidr: cidrPart(cidr, SUBNET_BITS, index + (access === 'private' ? FIRST_PRIVATE_PART : 0)),
      availabilityZone: `${region}${letter}`,
      access,
    },
  });
  const privateRoutes = (letter: string): PlanRow => {
    const nat = natLetters.find((it) => it === letter) ?? natLetters[0];
    return {
      type: 'route_table',
      name: `private-${letter}`,
      needs: [`subnet/private-${letter}`, ...(nat === undefined ? [] : [`nat_gateway/nat-${nat}`])],
      properties: { defaultRoute: nat === undefined ? 'none' : 'nat_gateway' },
    };
  };

  return [
    { type: 'vpc', name: 'main', properties: { cidr } },
    { type: 'internet_gateway', name: 'main', needs: ['vpc/main'] },
    ...letters.map((letter, index) => subnet(letter, index, 'public')),
    ...letters.map((letter, index) => subnet(letter, index, 'private')),
    {
      type: 'route_table',
      name: 'public',
      needs: ['internet_gateway/main', ...letters.map((letter) => `subnet/public-${letter}`)],
      properties: { defaultRoute: 'internet_gateway' },
    },
    ...natLetters.flatMap((letter): PlanRow[] => [
      { type: 'elastic_ip', name: `nat-${letter}` },
      {
        type: 'nat_gateway',
        name: `nat-${letter}`,
        needs: [`elastic_ip/nat-${letter}`, `subnet/public-${letter}`, 'internet_gateway/main'],
      },
    ]),
    ...letters.map(privateRoutes),
    { type: 'security_group', name: 'internal', needs: ['vpc/main'] },
  ];
}
