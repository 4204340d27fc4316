/** What EC2 tells about instance types, as far as node groups depend on it. */
import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { Aws } from '../client/access.ts';

export type Accelerator = 'none' | 'nvidia' | 'neuron';

export interface InstanceFacts {
  name: string;
  isArm: boolean;
  /** The accelerator for which a node image brings drivers. */
  accelerator: Accelerator;
  vCpus: number;
}

/** Returns the facts of those types that exist. */
export async function factsOf(
  { ec2 }: Pick<Aws, 'ec2'>,
  names: readonly string[],
): Promise<InstanceFacts[]> {
  if (names.length === 0) return [];
  const { InstanceTypes = [] } = await ec2.describeInstanceTypes({
    Filters: [{ Name: 'instance-type', Values: [...new Set(names)] }],
  });
  return InstanceTypes.map((info) => ({
    name: info.InstanceType ?? '',
    isArm: info.ProcessorInfo?.SupportedArchitectures?.includes('arm64') === true,
    accelerator: acceleratorOf(info),
    vCpus: info.VCpuInfo?.DefaultVCpus ?? 0,
  }));
}

function acceleratorOf({ GpuInfo, NeuronInfo }: InstanceTypeInfo): Accelerator {
  const makers = (GpuInfo?.Gpus ?? []).map(({ Manufacturer }) => Manufacturer);
  if (makers.includes('NVIDIA')) return 'nvidia';
  return (NeuronInfo?.NeuronDevices ?? []).length > 0 ? 'neuron' : 'none';
}

/** Returns the zones of the region that offer all of these types, sorted. */
export async function zonesWith(
  { ec2 }: Pick<Aws, 'ec2'>,
  names: readonly string[],
): Promise<string[]> {
  const { InstanceTypeOfferings = [] } = await ec2.describeInstanceTypeOfferings({
    LocationType: 'availability-zone',
    Filters: [{ Name: 'instance-type', Values: [...new Set(names)] }],
  });
  const byZone = new Map<string, Set<string>>();
  for (const { Location = '', InstanceType = '' } of InstanceTypeOfferings) {
    byZone.set(Location, (byZone.get(Location) ?? new Set()).add(InstanceType));
  }
  return [...byZone]
    .filter(([, offered]) => names.every((name) => offered.has(name)))
    .map(([zone]) => zone)
    .toSorted();
}
