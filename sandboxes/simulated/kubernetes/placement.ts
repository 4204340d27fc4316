/** Where the nodes of a node group are placed, from the resources that the group refers to. */
import type { CatalogueRow } from '../cloud/catalogue.ts';
import type { StoredResource } from '../cloud/resource.ts';
import type { State } from '../cloud/state.ts';
import type { NodeGroupOptions } from './node-group.ts';
import { groupSchema } from './nodes.ts';
import type { Work } from './work.ts';

/**
 * How long the pods of a node may take to leave it at speed 1, and at least, in milliseconds. kubectl repeats a
 * refused eviction after 5 s.
 */
const DRAIN_MS = 60_000;
const MIN_DRAIN_MS = 15_000;

export function groupOptions(
  resource: StoredResource,
  work: Work,
  cloud: { state: State; catalogue: readonly CatalogueRow[]; speed: number },
): Omit<NodeGroupOptions, 'kubectl' | 'signal' | 'waitFor'> {
  const { id: groupId, name: groupName, region, references } = resource;
  const group = groupSchema.parse(resource.properties);
  const zones = references.flatMap((id) => {
    const subnet = cloud.state.resources.get(id);
    const zone = subnet?.properties['availabilityZone'];
    return typeof zone === 'string' ? [zone] : [];
  });
  const [wanted] = group.instanceTypes;
  const instanceType = cloud.catalogue.find((row) => row.instanceType === wanted);
  const isRun = !(resource.hosted?.isStuck === true && work === 'create');
  return {
    group,
    drainMs: Math.max(MIN_DRAIN_MS, DRAIN_MS / cloud.speed),
    placeOf(number) {
      const zone = zones[number % zones.length] ?? `${region}a`;
      return { groupId, groupName, region, zone, instanceType, isRun };
    },
  };
}
