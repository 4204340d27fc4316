/** Groups the resources of an operation into the steps in which they can be changed. */
import { depths } from './depths.ts';
import type { Dependencies, Resource } from './types.ts';
import { plural } from './labels.ts';

export interface Group {
  title: string;
  resources: Resource[];
}

/**
 * Returns steps. The resources of a step depend only on resources of earlier steps. If the dependencies are
 * unknown, returns one group in the order of the plan.
 *
 * @param deletes the operation deletes the resources, so the steps are in reverse order
 */
export function groupsOf(
  resources: readonly Resource[],
  dependencies: Dependencies | undefined,
  deletes: boolean,
): Group[] {
  const isKnown = dependencies !== undefined && resources.some(({ urn }) => dependencies.has(urn));
  if (!isKnown) {
    const title = `${plural(resources.length, 'resource')} in the order of the plan`;
    return [{ title, resources: [...resources] }];
  }
  const depthOf = depths(dependencies);
  const steps = [...byDepth(resources, depthOf)]
    .toSorted(([a], [b]) => (deletes ? b - a : a - b))
    .map(([, members]) => members);
  return steps.map((members, i) => ({
    title: `Step ${i + 1} of ${steps.length}, ${plural(members.length, 'resource')}`,
    resources: members,
  }));
}

function byDepth(
  resources: readonly Resource[],
  depthOf: (urn: string) => number,
): Map<number, Resource[]> {
  const groups = new Map<number, Resource[]>();
  for (const resource of resources) {
    const depth = depthOf(resource.urn);
    const group = groups.get(depth);
    if (group === undefined) groups.set(depth, [resource]);
    else group.push(resource);
  }
  return groups;
}
