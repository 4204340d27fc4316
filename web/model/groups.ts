/** The resources of an operation in the order in which they can be worked on. */
import type { Dependencies, Resource } from './types.ts';
import { plural } from './labels.ts';

export interface Group {
  title: string;
  resources: Resource[];
}

/**
 * Steps, each of which stands only on those before it; where it is not known what stands on what,
 * one group in the order of the plan.
 *
 * @param takesAway from the last step to the first
 */
export function groupsOf(
  resources: readonly Resource[],
  dependencies: Dependencies | undefined,
  deletes: boolean,
): Group[] {
  const known = dependencies !== undefined && resources.some(({ urn }) => dependencies.has(urn));
  if (!known) {
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

/** The length of the longest chain below a resource; 0 where it stands on nothing. */
function depths(dependencies: Dependencies): (urn: string) => number {
  const known = new Map<string, number>();
  const depthOf = (urn: string): number => {
    const cached = known.get(urn);
    if (cached !== undefined) return cached;
    // A plan has no cycle; if a list of resources ever had one, it would end here.
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
