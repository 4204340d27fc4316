import type { Dependencies } from './types.ts';

/** Returns the length of the longest chain of dependencies of a resource; 0 without dependencies. */
export function depths(dependencies: Dependencies): (urn: string) => number {
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
