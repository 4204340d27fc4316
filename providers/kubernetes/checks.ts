/** Finds faults of a cluster's spec that only the cloud's catalogue of instance types can reveal. */
import type { ClusterSpec, NodeGroup } from '../../contract/resources/cluster.ts';
import { architectureOf, type CatalogueEntry } from '../instance-types/discovery.ts';
import type { ClusterNetwork } from '../provider.ts';

const NETWORK_OUTPUTS = ['vpcId', 'privateSubnetIds'] as const;

/** A region as the checks see it. */
export interface RegionOffer {
  region: string;
  /** All instance types of the cloud. */
  catalogue: readonly CatalogueEntry[];
  /** Returns true if a type of the catalogue is available in the region. */
  isOffered(type: CatalogueEntry): boolean;
  /** The minimum number of zones for the subnets of a cluster. */
  minZones: number;
}

/** Returns all faults at once: messages by the path of their fields. */
export function clusterFaults(
  spec: ClusterSpec,
  network: ClusterNetwork,
  offer: RegionOffer,
): Record<string, string> {
  const faults = spec.nodeGroups.flatMap((group, index) =>
    nodeGroupFaults(`nodeGroups.${index}`, group, offer),
  );
  const fault = network.own ? undefined : networkFault(network.outputs, offer.minZones);
  if (fault !== undefined) faults.push(['networkId', fault]);
  return Object.fromEntries(faults);
}

function networkFault(outputs: Record<string, string>, minZones: number): string | undefined {
  const missing = NETWORK_OUTPUTS.filter((key) => !outputs[key]);
  if (missing.length > 0) return `the network has no ${missing.join(' and no ')}`;
  const zones = new Set((outputs['availabilityZones'] ?? '').split(','));
  if (zones.size >= minZones) return undefined;
  return `the network has subnets in ${zones.size} zone, and a cluster needs ${minZones}`;
}

function nodeGroupFaults(
  path: string,
  group: NodeGroup,
  { region, catalogue, isOffered }: RegionOffer,
): [string, string][] {
  const byName = new Map(catalogue.map((type) => [type.instanceType, type]));
  const architectures = new Set<string>();
  const faults = group.instanceTypes.flatMap((name, index): [string, string][] => {
    const fault = (message: string): [string, string][] => [
      [`${path}.instanceTypes.${index}`, message],
    ];
    const type = byName.get(name);
    if (type === undefined) return fault(`there is no instance type "${name}"`);
    if (!isOffered(type)) return fault(`"${name}" is not offered in ${region}`);
    const architecture = architectureOf(type);
    if (architecture === undefined) return fault(`no node image runs on "${name}"`);
    architectures.add(architecture);
    return [];
  });
  if (architectures.size > 1) {
    const mixed = [...architectures].toSorted().join(' and ');
    faults.push([
      `${path}.instanceTypes`,
      `mixes ${mixed}; a node group has one architecture, so make one node group for each`,
    ]);
  }
  return faults;
}
