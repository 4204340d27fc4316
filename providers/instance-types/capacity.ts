/**
 * Computes how many pods and how much CPU a node of an instance type offers. The formulas are those of EKS: nodeadm of
 * awslabs/amazon-eks-ami computes the same numbers when a node boots.
 */

/** One instance type in the terms of EC2's DescribeInstanceTypes. */
export interface InstanceShape {
  vCpus: number;
  /** One entry for each network card. */
  networkCards: readonly { maximumNetworkInterfaces: number }[];
  defaultNetworkCardIndex: number;
  ipv4AddressesPerInterface: number;
  hypervisor: string;
}

export interface PodCapacity {
  /** The limit from the number of addresses. Karpenter and self-managed nodes use it. */
  raw: number;
  /** The same limit, but at most the cap of managed node groups without a custom image. */
  capped: number;
  /** The limit with a /28 prefix in place of each address, and the same cap. */
  prefix: number;
}

/** The network add-on and kube-proxy use the host's own address. */
const HOST_NETWORK_PODS = 2;
const ADDRESSES_PER_PREFIX = 16;
/** Prefix delegation needs this hypervisor. */
const NITRO = 'nitro';
const SMALL_NODE_VCPUS = 30;
const SMALL_NODE_CAP = 110;
const LARGE_NODE_CAP = 250;

/**
 * Pods of one node: `E * (I - 1) + 2`, where E counts the interfaces of the default network card only
 * and I the addresses of an interface, of which the interface itself takes the first. With prefixes
 * each further address becomes 16: `E * (I - 1) * 16 + 2`. The cap is 110 up to 30 vCPUs, 250 above.
 */
export function podCapacity(shape: InstanceShape): PodCapacity {
  const card = shape.networkCards[shape.defaultNetworkCardIndex];
  const addresses =
    (card?.maximumNetworkInterfaces ?? 0) * Math.max(shape.ipv4AddressesPerInterface - 1, 0);
  const cap = shape.vCpus > SMALL_NODE_VCPUS ? LARGE_NODE_CAP : SMALL_NODE_CAP;
  const raw = addresses + HOST_NETWORK_PODS;
  const withPrefixes =
    shape.hypervisor === NITRO ? addresses * ADDRESSES_PER_PREFIX + HOST_NETWORK_PODS : raw;
  return { raw, capped: Math.min(raw, cap), prefix: Math.min(withPrefixes, cap) };
}

/** The kubelet's reservation for each core, in tenths of a thousandth of a vCPU. */
const CPU_STEPS = [
  { cores: 1, tenthsPerCore: 600 },
  { cores: 1, tenthsPerCore: 100 },
  { cores: 2, tenthsPerCore: 50 },
  { cores: Number.POSITIVE_INFINITY, tenthsPerCore: 25 },
] as const;

/**
 * Thousandths of a vCPU that the kubelet reserves: 6 % of the first core, 1 % of the second, 0.5 % of the
 * third and fourth, 0.25 % of each further one, every step rounded down.
 */
export function kubeReservedMilliCpu(vCpus: number): number {
  let left = vCpus;
  let reserved = 0;
  for (const { cores, tenthsPerCore } of CPU_STEPS) {
    const taken = Math.min(left, cores);
    reserved += Math.floor((taken * tenthsPerCore) / 10);
    left -= taken;
  }
  return reserved;
}

/** Thousandths of a vCPU that pods can use. */
export function allocatableMilliCpu(vCpus: number): number {
  return vCpus * 1000 - kubeReservedMilliCpu(vCpus);
}
