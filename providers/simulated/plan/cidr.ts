const ADDRESS_BITS = 32;

/**
 * One of the equal parts of an IPv4 network.
 *
 * @param cidr for example `10.0.0.0/16`, without host bits
 * @param extraBits how much longer the part's prefix is: 3 makes 8 parts
 * @param index which part, from 0
 */
export function cidrPart(cidr: string, extraBits: number, index: number): string {
  const [address = '', prefix = ''] = cidr.split('/');
  const partPrefix = Number(prefix) + extraBits;
  const start = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const part = start + index * 2 ** (ADDRESS_BITS - partPrefix);
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(part / 2 ** shift) % 256);
  return `${octets.join('.')}/${partPrefix}`;
}
