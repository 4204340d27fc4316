/** Tells public addresses from those of this machine and its networks. */
import { BlockList, isIP } from 'node:net';

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast. */
const IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Everything outside of the global unicast space, and parts of it that embed IPv4 addresses or are for documents. */
const GLOBAL_UNICAST = '2000::/3';
const IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = blockList([...IPV4, ...IPV6]);
const global6 = blockList([GLOBAL_UNICAST]);

/** Returns a list of networks in CIDR notation, to check addresses against. */
export function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

export function contains(list: BlockList, address: string): boolean {
  return list.check(address, familyOf(address));
}

/** Does without `isIP`, whose first call takes 15 ms of the start of each runner. */
function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** Returns whether an address is public. Text that is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !contains(special, address);
    case 6:
      return contains(global6, address) && !contains(special, address);
    default:
      return false;
  }
}
