/** Checks node groups against the instance types: one image for all of them, enough addresses, and a zone with all. */
import { DEFAULT_AMI_FAMILY } from '../../../contract/providers/aws-node-group.ts';
import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import { placementOf } from '../../kubernetes/cluster-layout.ts';
import { podCapacity } from '../../instance-types/capacity.ts';
import type { CatalogueEntry } from '../../instance-types/discovery.ts';
import type { ClusterNetwork } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { imageOf } from '../nodes/images.ts';
import { factsOf, zonesWith, type InstanceFacts } from '../nodes/instance-facts.ts';
import { noZoneFault } from '../nodes/subnets.ts';
import { zonesOf } from '../plan/zones.ts';

type Faults = Record<string, string>;
const CNI = 'vpc-cni';

/** Returns all faults at once, by the path of the field. Types that do not exist are another check's faults. */
export async function nodeGroupFaults(
  aws: Aws,
  { spec, network }: { spec: ClusterSpec; network: ClusterNetwork },
  catalogue: readonly CatalogueEntry[],
): Promise<Faults> {
  const facts = await factsOf(
    aws,
    spec.nodeGroups.flatMap(({ instanceTypes }) => instanceTypes),
  );
  const byName = new Map(facts.map((it) => [it.name, it]));
  const present = await zonesOfNodes(aws, spec, network);
  const faults = await Promise.all(
    spec.nodeGroups.map(async (group, index): Promise<Faults> => {
      const path = `nodeGroups.${index}`;
      const types = group.instanceTypes.flatMap((name) => byName.get(name) ?? []);
      return {
        ...imageFault(path, group, types),
        ...maxPodsFault(path, spec, group, catalogue),
        ...(types.length === group.instanceTypes.length
          ? await zoneFaults(aws, path, group, present)
          : {}),
      };
    }),
  );
  return Object.fromEntries(faults.flatMap((it) => Object.entries(it)));
}

/** The zones of the cluster's private subnets, those that exist or that its network will have. */
async function zonesOfNodes(
  aws: Aws,
  { aws: settings }: ClusterSpec,
  network: ClusterNetwork,
): Promise<string[]> {
  if (settings?.vpc !== undefined) {
    const Filters = [{ Name: 'subnet-id', Values: settings.vpc.privateSubnetIds }];
    const { Subnets = [] } = await aws.ec2.describeSubnets({ Filters });
    return unique(Subnets.map(({ AvailabilityZone = '' }) => AvailabilityZone));
  }
  if (!network.own) return unique((network.outputs['availabilityZones'] ?? '').split(','));
  const zones = await zonesOf(aws);
  return zones.slice(0, placementOf(network).own?.availabilityZoneCount);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').toSorted();
}

function imageFault(path: string, group: NodeGroup, types: readonly InstanceFacts[]): Faults {
  const family = group.aws?.amiFamily ?? DEFAULT_AMI_FAMILY;
  const images = new Map(types.map((type) => [imageOf(family, type), type.name]));
  const [without] = types.filter((type) => imageOf(family, type) === undefined);
  if (without !== undefined) {
    return { [`${path}.instanceTypes`]: `EKS has no image of ${family} for ${without.name}` };
  }
  if (images.size <= 1) return {};
  const named = [...images].map(([image, name]) => `${name} needs ${image}`).join(', ');
  const fault = `a node group has one image, and these types need several: ${named}; make one node group for each`;
  return { [`${path}.instanceTypes`]: fault };
}

/** With the network add-on of AWS, each pod has an address of a network interface. */
function maxPodsFault(
  path: string,
  { addons, addonSettings = {} }: ClusterSpec,
  { instanceTypes, aws }: NodeGroup,
  catalogue: readonly CatalogueEntry[],
): Faults {
  const maxPods = aws?.maxPods;
  const settings = JSON.stringify(addonSettings[CNI]?.configuration ?? {});
  const hasPrefixes = /"ENABLE_PREFIX_DELEGATION":\s*"?true/.test(settings);
  if (maxPods === undefined || !addons.includes(CNI) || hasPrefixes) return {};
  const small = catalogue
    .filter((entry) => instanceTypes.includes(entry.instanceType))
    .map((entry) => ({ name: entry.instanceType, pods: podCapacity(entry).raw }))
    .find(({ pods }) => pods < maxPods);
  if (small === undefined) return {};
  const fault = `${small.name} has addresses for ${small.pods} pods; lower maxPods, or set ENABLE_PREFIX_DELEGATION to "true" in addonSettings.${CNI}.configuration.env`;
  return { [`${path}.aws.maxPods`]: fault };
}

async function zoneFaults(
  aws: Aws,
  path: string,
  { instanceTypes, aws: settings }: NodeGroup,
  present: readonly string[],
): Promise<Faults> {
  const wanted = settings?.zones;
  const missing = (wanted ?? []).flatMap((zone, index) =>
    present.includes(zone) ? [] : [[`${path}.aws.zones.${index}`, zone] as const],
  );
  if (missing.length > 0) {
    const places = present.join(', ');
    const faultOf = (zone: string) =>
      `the cluster has no private subnet in ${zone}, only in ${places}`;
    return Object.fromEntries(missing.map(([at, zone]) => [at, faultOf(zone)]));
  }
  const possible = wanted ?? present;
  const offering = await zonesWith(aws, instanceTypes);
  // Without any zone there is another fault, of the network.
  if (possible.length === 0 || possible.some((zone) => offering.includes(zone))) return {};
  return { [`${path}.instanceTypes`]: noZoneFault(instanceTypes, offering, possible) };
}
