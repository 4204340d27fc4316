import { createHash } from 'node:crypto';
import type { Owner } from '../../provider.ts';

/** The role of the nodes of Auto Mode, and the key of its node. */
export const AUTO_NODE = 'auto-node';
export const AUTO_NODE_ROLE = `iam_role/${AUTO_NODE}`;

const UID_CHARACTERS = 10;

/** The start of the key of the tag with which a cluster marks what Karpenter discovers. Its uid follows. */
export const DISCOVERED_BY = 'slipway:discovered-by:';
/** The start of the key of the tag that notes which of those tags a resource had before. The uid follows. */
export const TAGS_BEFORE = 'slipway:tags-before:';
/** The key of the tag that marks a leftover before its deletion, because a policy cannot recognize it otherwise. */
export const LEFTOVER_OF = 'slipway:leftover-of';

/**
 * Returns a name for services in which names are unique. It consists of the shortened name of the resource,
 * the node, and the end of the uid, which differs between incarnations of the resource.
 */
export function uniqueName(owner: Owner, node: string, longest: number): string {
  const end = `-${node}-${owner.resourceUid.slice(-UID_CHARACTERS).toLowerCase()}`;
  return owner.resourceId.slice(0, longest - end.length) + end;
}

/** Returns a name for nodes of which two generations can exist at once. */
export function generationName(name: string, generation: number): string {
  return generation === 1 ? name : `${name}-${generation}`;
}

/** Returns true if a name can be that of a generation of the node. Another node may have the same name. */
export function isGenerationOf(name: string, node: string): boolean {
  return (
    name === node || (name.startsWith(`${node}-`) && /^\d+$/.test(name.slice(node.length + 1)))
  );
}

/** The cluster's name in EKS: the name that the user chose. */
export function clusterName(owner: Owner): string {
  return owner.resourceId;
}

/** The log group to which EKS writes what a control plane logs. */
export function logGroupName(cluster: string): string {
  return `/aws/eks/${cluster}/cluster`;
}

const READABLE_CHARACTERS = 24;
const HASH_CHARACTERS = 8;

/**
 * Returns the name of a node for something that users name as they like: a readable part, and a hash that
 * tells it from others.
 *
 * @param readable any text
 * @param identity what no two of them have in common
 */
export function hashedName(readable: string, identity: string): string {
  const words = readable
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, READABLE_CHARACTERS)
    .replaceAll(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, HASH_CHARACTERS);
  return words === '' ? hash : `${words}-${hash}`;
}
