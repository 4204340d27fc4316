import type { Owner } from '../../provider.ts';

const UID_CHARACTERS = 10;

/**
 * A name that follows from the owner's incarnation and the node, for services where names are unique:
 * the resource's name for people, shortened, and the end of its uid, which no other incarnation has.
 */
export function uniqueName(owner: Owner, node: string, longest: number): string {
  const end = `-${node}-${owner.resourceUid.slice(-UID_CHARACTERS).toLowerCase()}`;
  return owner.resourceId.slice(0, longest - end.length) + end;
}

/** The name of what may stand beside an earlier generation of itself for a while. */
export function generationName(name: string, generation: number): string {
  return generation === 1 ? name : `${name}-${generation}`;
}

/** What EKS calls a cluster: as its user does, so that kubectl and the console are easy to read. */
export function clusterName(owner: Owner): string {
  return owner.resourceId;
}
