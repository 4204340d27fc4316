/** The instance types that EC2 offers in a region. */
import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { CatalogueEntry } from '../instance-types/discovery.ts';
import type { Aws } from './client/access.ts';
import { allPages } from './client/pages.ts';
import { createRegionCache, type RegionCache } from './region-cache.ts';

/** How long a region is cached. New types appear only a few times a year. */
const KEPT_MS = 10 * 60_000;
/** The maximum number of types that EC2 puts into one page. */
const TYPES_PER_PAGE = 100;
const OFFERINGS_PER_PAGE = 1000;

export type Catalogue = RegionCache<readonly CatalogueEntry[]>;

/** Loads each region at most once in ten minutes. @param clock milliseconds since the epoch */
export function createCatalogue(clock: () => number): Catalogue {
  return createRegionCache(load, KEPT_MS, clock);
}

async function load({ ec2 }: Aws): Promise<CatalogueEntry[]> {
  const types = await allPages(async (NextToken) => {
    const page = await ec2.describeInstanceTypes({
      // Excludes Macs, which are x86_64 or arm64 but need dedicated hosts.
      Filters: [
        { Name: 'supported-virtualization-type', Values: ['hvm'] },
        { Name: 'processor-info.supported-architecture', Values: ['x86_64', 'arm64'] },
      ],
      MaxResults: TYPES_PER_PAGE,
      NextToken,
    });
    return { items: page.InstanceTypes, next: page.NextToken };
  });
  const offerings = await allPages(async (NextToken) => {
    const page = await ec2.describeInstanceTypeOfferings({
      LocationType: 'availability-zone',
      MaxResults: OFFERINGS_PER_PAGE,
      NextToken,
    });
    return { items: page.InstanceTypeOfferings, next: page.NextToken };
  });
  const offered = new Set<string | undefined>(offerings.map(({ InstanceType }) => InstanceType));
  return types.filter(({ InstanceType }) => offered.has(InstanceType)).map(toEntry);
}

/** Converts EC2's description into the fields that the capacity formulas use. */
function toEntry(info: InstanceTypeInfo): CatalogueEntry {
  const { NetworkInfo: network, GpuInfo: gpus } = info;
  const cards = (network?.NetworkCards ?? []).toSorted(
    (a, b) => (a.NetworkCardIndex ?? 0) - (b.NetworkCardIndex ?? 0),
  );
  return {
    instanceType: info.InstanceType ?? '',
    vCpus: info.VCpuInfo?.DefaultVCpus ?? 0,
    memoryMiB: info.MemoryInfo?.SizeInMiB ?? 0,
    architectures: info.ProcessorInfo?.SupportedArchitectures ?? [],
    // EC2 reports 0 GPUs for a fraction of one, but pods see one GPU.
    gpuCount: (gpus?.Gpus ?? []).reduce((sum, { Count = 0 }) => sum + Math.max(Count, 1), 0),
    networkCards: cards.map(({ MaximumNetworkInterfaces = 0 }) => ({
      maximumNetworkInterfaces: MaximumNetworkInterfaces,
    })),
    defaultNetworkCardIndex: network?.DefaultNetworkCardIndex ?? 0,
    ipv4AddressesPerInterface: network?.Ipv4AddressesPerInterface ?? 0,
    hypervisor: info.Hypervisor ?? (info.BareMetal === true ? 'nitro' : ''),
  };
}
