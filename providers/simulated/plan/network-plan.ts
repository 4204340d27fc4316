import type { NetworkSpec } from '../../../contract/resources/network.ts';
import {
  networkKeys,
  networkLayout,
  type Access,
  type ZoneLayout,
} from '../../kubernetes/network-layout.ts';
import { networkOutputs } from '../../kubernetes/outputs.ts';
import type { NodeTypes, NoProperties, Outside, RowOf, SimulatedKind } from './kind.ts';

/** The properties of each type of node in a network. */
export interface NetworkNodes {
  vpc: { cidr: string };
  internet_gateway: NoProperties;
  subnet: { cidr: string; availabilityZone: string; access: 'public' | 'private' };
  elastic_ip: NoProperties;
  nat_gateway: NoProperties;
  route_table: { defaultRoute: 'internet_gateway' | 'nat_gateway' | 'none' };
  security_group: Outside;
}
type NetworkRow = RowOf<NetworkNodes>;

export const NETWORK_NODE_TYPES: NodeTypes<NetworkNodes> = {
  vpc: { fixed: ['cidr'] },
  internet_gateway: {},
  subnet: { fixed: ['cidr', 'availabilityZone', 'access'] },
  elastic_ip: {},
  nat_gateway: { readyMs: 5_000 },
  route_table: {},
  security_group: { fixed: ['outsideIds'] },
};

export const network: SimulatedKind<'network'> = {
  nodeTypes: NETWORK_NODE_TYPES,
  rows: ({ region }, { spec }) => networkRows(region, spec),
  outputs: (_owner, _resource, nodes) => networkOutputs(nodes),
};

type NetworkShape = Pick<NetworkSpec, 'cidr' | 'availabilityZoneCount' | 'natGateways'>;

/**
 * Returns the plan of a network as a table of rows: a VPC, a public and a private subnet in each zone,
 * gateways and routes, and a security group.
 */
export function networkRows(region: string, shape: NetworkShape): NetworkRow[] {
  const { zones, natLetters } = networkLayout(shape);
  const { publicSubnets } = networkKeys(shape.availabilityZoneCount);
  const subnet = ({ letter, cidrs }: ZoneLayout, access: Access): NetworkRow => ({
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
    ...natLetters.flatMap((letter): NetworkRow[] => [
      { type: 'elastic_ip', name: `nat-${letter}` },
      {
        type: 'nat_gateway',
        name: `nat-${letter}`,
        needs: [`elastic_ip/nat-${letter}`, `subnet/public-${letter}`, 'internet_gateway/main'],
      },
    ]),
    ...zones.map(({ letter, natGateway }): NetworkRow => ({
      type: 'route_table',
      name: `private-${letter}`,
      needs: [`subnet/private-${letter}`, ...(natGateway ? [natGateway] : [])],
      properties: { defaultRoute: natGateway ? 'nat_gateway' : 'none' },
    })),
    { type: 'security_group', name: 'internal', needs: ['vpc/main'] },
  ];
}
