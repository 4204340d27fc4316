/** Groups the resources of an operation into the steps in which they can be changed. */
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

/** Returns the length of the longest chain of dependencies of a resource; 0 without dependencies. */
function depths(dependencies: Dependencies): (urn: string) => number {
  const known = new Map<string, number>();
  const depthOf = (urn: string): number => {
    const cached = known.get(urn);
    if (cached !== undefined) return cached;
    // Plans have no cycles. This entry ends the recursion if a faulty list has one.
    known.set(urn, 0);
    const depth = Math.max(-1, ...(dependencies.get(urn) ?? []).map(depthOf)) + 1;
    known.set(urn, depth);
    return depth;
  };
  return depthOf;
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
