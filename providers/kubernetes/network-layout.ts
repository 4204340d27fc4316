import type { NetworkSpec } from '../../contract/resources/network.ts';
import { cidrPart } from './cidr.ts';

/** The letters of the zones. The names of a zone's nodes end with its letter. */
const ZONE_LETTERS = ['a', 'b', 'c'] as const;
/** Three bits split the network into eight equal parts: four for public subnets, four for private ones. */
const SUBNET_BITS = 3;
const FIRST_PRIVATE_PART = 4;

export type Access = 'public' | 'private';

export interface ZoneLayout {
  letter: string;
  /** The index of the zone, counted from 0. */
  index: number;
  cidrs: Record<Access, string>;
  /** The key of the NAT gateway that the private subnet uses; absent without access to the internet. */
  natGateway?: string;
}

export interface NetworkLayout {
  zones: ZoneLayout[];
  /** The letters of the zones with a NAT gateway. */
  natLetters: readonly string[];
}

/** Spreads the addresses and NAT gateways of a network over its zones. */
export function networkLayout({
  cidr,
  availabilityZoneCount,
  natGateways,
}: Pick<NetworkSpec, 'cidr' | 'availabilityZoneCount' | 'natGateways'>): NetworkLayout {
  const letters = ZONE_LETTERS.slice(0, availabilityZoneCount);
  const natLetters = { none: [], single: letters.slice(0, 1), per_zone: letters }[natGateways];
  const zones = letters.map((letter, index): ZoneLayout => {
    const nat = natLetters.find((it) => it === letter) ?? natLetters[0];
    return {
      letter,
      index,
      cidrs: {
        public: cidrPart(cidr, SUBNET_BITS, index),
        private: cidrPart(cidr, SUBNET_BITS, index + FIRST_PRIVATE_PART),
      },
      ...(nat !== undefined && { natGateway: `nat_gateway/nat-${nat}` }),
    };
  });
  return { zones, natLetters };
}

/** The keys of the subnets and private route tables of a network, in the order of its zones. */
export function networkKeys(availabilityZoneCount: number) {
  const letters = ZONE_LETTERS.slice(0, availabilityZoneCount);
  return {
    publicSubnets: letters.map((letter) => `subnet/public-${letter}`),
    privateSubnets: letters.map((letter) => `subnet/private-${letter}`),
    privateRouteTables: letters.map((letter) => `route_table/private-${letter}`),
  };
}
