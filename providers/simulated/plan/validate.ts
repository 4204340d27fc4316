import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import type { Region } from '../../../contract/resources/provider-fields.ts';
import { architectureOf, type CatalogueEntry } from '../../instance-types/discovery.ts';
import type { ClusterNetwork } from '../../provider.ts';

type Offered = CatalogueEntry & { regions?: readonly string[] | undefined };

const NETWORK_OUTPUTS = ['vpcId', 'privateSubnetIds'] as const;

/** Whether an instance type can be had in a region. */
export function isOffered(type: Offered, region: Region): boolean {
  return type.regions?.includes(region) ?? true;
}

/** Every fault of a cluster's spec that only the cloud can find, by the path of the field. */
export function clusterFaults(
  region: Region,
  spec: ClusterSpec,
  network: ClusterNetwork,
  catalogue: readonly Offered[],
): Record<string, string> {
  const byName = new Map(catalogue.map((type) => [type.instanceType, type]));
  const faults = spec.nodeGroups.flatMap((group, index) =>
    nodeGroupFaults(`nodeGroups.${index}`, region, group, byName),
  );
  const missing = network.own ? [] : NETWORK_OUTPUTS.filter((key) => !network.outputs[key]);
  if (missing.length > 0) {
    faults.push(['networkId', `the network has no ${missing.join(' and no ')}`]);
  }
  return Object.fromEntries(faults);
}

function nodeGroupFaults(
  path: string,
  region: Region,
  group: NodeGroup,
  byName: ReadonlyMap<string, Offered>,
): [string, string][] {
  const architectures = new Set<string>();
  const faults = group.instanceTypes.flatMap((name, index): [string, string][] => {
    const fault = (message: string): [string, string][] => [
      [`${path}.instanceTypes.${index}`, message],
    ];
    const type = byName.get(name);
    if (type === undefined) return fault(`there is no instance type "${name}"`);
    if (!isOffered(type, region)) return fault(`"${name}" is not offered in ${region}`);
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
