import type {
  ARCHITECTURES,
  DiscoverRequest,
  InstanceType,
} from '../../contract/resources/instance-types.ts';
import type { ProviderName } from '../../contract/vocabulary.ts';
import { allocatableMilliCpu, podCapacity, type InstanceShape } from './capacity.ts';
import { instanceGroup } from './group.ts';

export type Architecture = (typeof ARCHITECTURES)[number];

/** One row of a vendor's catalogue. */
export interface CatalogueEntry extends InstanceShape {
  instanceType: string;
  memoryMiB: number;
  /** The architectures in the vendor's terms, for example `['i386', 'x86_64']`. */
  architectures: readonly string[];
  gpuCount: number;
}

const ARCHITECTURE_NAMES: Readonly<Record<string, Architecture>> = {
  x86_64: 'amd64',
  arm64: 'arm64',
};
/** Families without a node image: Amazon Linux 2023 does not support the first Graviton. */
const UNSUPPORTED_FAMILIES: ReadonlySet<string> = new Set(['a1']);

/** The family of an instance type: `m5.large` → `m5`. */
function instanceFamily(instanceType: string): string {
  return instanceType.split('.', 1)[0] ?? instanceType;
}

/** The architecture of nodes of a type; undefined without a node image (32 bits only, or a Mac). */
export function architectureOf(
  entry: Pick<CatalogueEntry, 'instanceType' | 'architectures'>,
): Architecture | undefined {
  if (UNSUPPORTED_FAMILIES.has(instanceFamily(entry.instanceType))) return undefined;
  const known = entry.architectures.map((name) => ARCHITECTURE_NAMES[name]);
  return known.find((name) => name !== undefined);
}

/** The types of a region that match the request, sorted by family, size (vCPUs, memory) and name. */
export function discover(
  provider: ProviderName,
  entries: readonly CatalogueEntry[],
  request: DiscoverRequest,
): InstanceType[] {
  const types = entries.flatMap((entry) => {
    const architecture = architectureOf(entry);
    return architecture === undefined
      ? []
      : [describe(provider, entry, architecture, request.podDensity)];
  });
  return types.filter((type) => fits(type, request)).toSorted(byFamilyAndSize);
}

function describe(
  provider: ProviderName,
  entry: CatalogueEntry,
  architecture: Architecture,
  podDensity: DiscoverRequest['podDensity'],
): InstanceType {
  const pods = podCapacity(entry);
  const type = {
    provider,
    instanceType: entry.instanceType,
    vCpus: entry.vCpus,
    memoryMiB: entry.memoryMiB,
    architecture,
    gpuCount: entry.gpuCount,
    instanceFamily: instanceFamily(entry.instanceType),
    maxPods: podDensity === 'prefix' ? pods.prefix : pods.capped,
    allocatableMilliCpu: allocatableMilliCpu(entry.vCpus),
  };
  // The group must not depend on the requested pod density.
  return { ...type, group: instanceGroup({ ...type, maxPods: pods.capped }) };
}

function fits(type: InstanceType, request: DiscoverRequest): boolean {
  const {
    architectures,
    minVCpus = 0,
    maxVCpus = Number.POSITIVE_INFINITY,
    gpu,
    families,
  } = request;
  return (
    (architectures?.includes(type.architecture) ?? true) &&
    type.vCpus >= minVCpus &&
    type.vCpus <= maxVCpus &&
    (gpu === undefined || gpu === type.gpuCount > 0) &&
    (families?.includes(type.instanceFamily) ?? true)
  );
}

function byFamilyAndSize(a: InstanceType, b: InstanceType): number {
  return (
    compare(a.instanceFamily, b.instanceFamily) ||
    a.vCpus - b.vCpus ||
    a.memoryMiB - b.memoryMiB ||
    compare(a.instanceType, b.instanceType)
  );
}

/** Compares by code units, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
