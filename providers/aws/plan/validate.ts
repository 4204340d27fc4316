import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import { architectureOf, type CatalogueEntry } from '../../instance-types/discovery.ts';
import type { ClusterNetwork } from '../../provider.ts';

const NETWORK_OUTPUTS = ['vpcId', 'privateSubnetIds'] as const;
/** EKS puts a control plane's interfaces into two zones or more. */
const MIN_ZONES = 2;

/** Every fault of a cluster's spec that only AWS can find, by the path of the field. */
export function clusterFaults(
  region: string,
  spec: ClusterSpec,
  network: ClusterNetwork,
  catalogue: readonly CatalogueEntry[],
): Record<string, string> {
  const byName = new Map(catalogue.map((type) => [type.instanceType, type]));
  const faults = spec.nodeGroups.flatMap((group, index) =>
    nodeGroupFaults(`nodeGroups.${index}`, region, group, byName),
  );
  if (!network.own) {
    const missing = NETWORK_OUTPUTS.filter((key) => !network.outputs[key]);
    const zones = new Set((network.outputs['availabilityZones'] ?? '').split(','));
    if (missing.length > 0) {
      faults.push(['networkId', `the network has no ${missing.join(' and no ')}`]);
    } else if (zones.size < MIN_ZONES) {
      faults.push(['networkId', 'the network has one zone, and EKS needs subnets in two']);
    }
  }
  return Object.fromEntries(faults);
}

function nodeGroupFaults(
  path: string,
  region: string,
  group: NodeGroup,
  byName: ReadonlyMap<string, CatalogueEntry>,
): [string, string][] {
  const architectures = new Set<string>();
  const faults = group.instanceTypes.flatMap((name, index): [string, string][] => {
    const at = `${path}.instanceTypes.${index}`;
    const type = byName.get(name);
    if (type === undefined) return [[at, `there is no instance type "${name}" in ${region}`]];
    const architecture = architectureOf(type);
    if (architecture === undefined) return [[at, `no node image runs on "${name}"`]];
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
