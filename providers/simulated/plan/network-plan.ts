import type { NetworkSpec } from '../../../contract/resources/network.ts';
import {
  networkKeys,
  networkLayout,
  type Access,
  type ZoneLayout,
} from '../../kubernetes/network-layout.ts';
import type { SimulatedRow } from './rows.ts';

type NetworkShape = Pick<NetworkSpec, 'cidr' | 'availabilityZoneCount' | 'natGateways'>;

/**
 * Returns the plan of a network as a table of rows: a VPC, a public and a private subnet in each zone,
 * gateways and routes, and a security group.
 */
export function networkRows(region: string, shape: NetworkShape): SimulatedRow[] {
  const { zones, natLetters } = networkLayout(shape);
  const { publicSubnets } = networkKeys(shape.availabilityZoneCount);
  const subnet = ({ letter, cidrs }: ZoneLayout, access: Access): SimulatedRow => ({
    type: 'subnet',
    name: `${access}-${letter}`,
    needs: ['vpc/main'],
    properties: { cidr: cidrs[access], availabilityZone: `${region}${letter}`, access },
  });

  return [
    { type: 'vpc', name: 'main', properties: { cidr: shape.cidr } },
    { type: 'internet_gateway', name: 'main', needs: ['vpc/main'] },
    ...zones.map((zone) => subnet(zone, 'public')),
    ...zones.map((zone) => subnet(zone, 'private')),
    {
      type: 'route_table',
      name: 'public',
      needs: ['internet_gateway/main', ...publicSubnets],
      properties: { defaultRoute: 'internet_gateway' },
    },
    ...natLetters.flatMap((letter): SimulatedRow[] => [
      { type: 'elastic_ip', name: `nat-${letter}` },
      {
        type: 'nat_gateway',
        name: `nat-${letter}`,
        needs: [`elastic_ip/nat-${letter}`, `subnet/public-${letter}`, 'internet_gateway/main'],
      },
    ]),
    ...zones.map(({ letter, natGateway }): SimulatedRow => ({
      type: 'route_table',
      name: `private-${letter}`,
      needs: [`subnet/private-${letter}`, ...(natGateway ? [natGateway] : [])],
      properties: { defaultRoute: natGateway ? 'nat_gateway' : 'none' },
    })),
    { type: 'security_group', name: 'internal', needs: ['vpc/main'] },
  ];
}
