import { Address4 } from 'ip-address';

const ADDRESS_BITS = 32;

/**
 * Returns one of the equal parts of an IPv4 network.
 *
 * @param cidr for example `10.0.0.0/16`, without host bits
 * @param extraBits how much longer the part's prefix is: 3 makes 8 parts
 * @param index which part, from 0
 */
export function cidrPart(cidr: string, extraBits: number, index: number): string {
  const whole = new Address4(cidr);
  const prefix = whole.subnetMask + extraBits;
  const size = 1n << BigInt(ADDRESS_BITS - prefix);
  const start = Address4.fromBigInt(whole.startAddress().bigInt() + BigInt(index) * size);
  return `${start.correctForm()}/${prefix}`;
}
