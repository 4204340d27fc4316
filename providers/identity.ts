import { createHash } from 'node:crypto';
import { nodeUrn } from '../contract/ids.ts';
import { RESOURCE_KINDS } from '../contract/vocabulary.ts';
import type { CloudResource, Owner, PlannedNode } from './provider.ts';

/** The prefix of the keys of Slipway's own tags. */
export const RESERVED_TAG_PREFIX = 'slipway:';

/** The tags that identify a resource: its owner, its node, and the node's generation. */
export const TAGS = {
  organization: 'slipway:organization',
  /** `{collection}/{name}`. */
  resource: 'slipway:resource',
  uid: 'slipway:uid',
  /** `{type}/{name}`. */
  node: 'slipway:node',
  generation: 'slipway:generation',
  /** Faults for the simulator, as JSON. */
  simulation: 'slipway:simulation',
} as const;

/** The tags of all resources of an owner. No other resource has all of them. */
export function ownerTags(owner: Owner): Record<string, string> {
  return { ...nameTags(owner), [TAGS.uid]: owner.resourceUid };
}

/** The tags that the resources of an owner share with those of every other owner that had its name. */
export function nameTags(owner: Owner): Record<string, string> {
  return {
    [TAGS.organization]: owner.organizationId,
    [TAGS.resource]: `${RESOURCE_KINDS[owner.resourceType].collection}/${owner.resourceId}`,
  };
}

/** The uids, other than the owner's own, in the tags of these resources, which have the owner's name. */
export function uidsOfOthers(
  owner: Owner,
  resources: readonly { tags: Record<string, string> }[],
): string[] {
  const uids = resources.flatMap(({ tags }) => tags[TAGS.uid] ?? []);
  return [...new Set(uids)].filter((uid) => uid !== owner.resourceUid);
}

/** The tags of all generations of a node. No other resource has all of them. */
export function nodeTags(
  owner: Owner,
  node: Pick<PlannedNode, 'type' | 'name'>,
): Record<string, string> {
  return { ...ownerTags(owner), [TAGS.node]: nodeKey(node) };
}

/** The generation in a resource's tags; 0 if they have none. */
export function generationOf(resource: { tags: Record<string, string> }): number {
  const generation = Number(resource.tags[TAGS.generation]);
  return Number.isInteger(generation) ? generation : 0;
}

/** The client token of one generation of a node: the same for every attempt to create it. */
export function clientToken(owner: Owner, node: PlannedNode): string {
  const { organizationId, resourceType, resourceId, resourceUid } = owner;
  const identity = [organizationId, resourceType, resourceId, resourceUid, nodeKey(node)];
  return createHash('sha256')
    .update(JSON.stringify([...identity, node.generation]))
    .digest('hex');
}

/** The key of a node, unique within its owner, for example `subnet/public-a`. */
export function nodeKey(node: { type: string; name: string }): string {
  return `${node.type}/${node.name}`;
}

/**
 * Returns a found resource as the node that its tags name; undefined if the tags name no node of this type.
 *
 * @param type the type of the resource itself
 */
export function cloudResource(
  owner: Owner,
  type: string,
  found: Omit<CloudResource, 'urn' | 'type' | 'name' | 'generation'> & {
    tags: Record<string, string>;
  },
): CloudResource | undefined {
  const name = found.tags[TAGS.node]?.slice(type.length + 1) ?? '';
  if (found.tags[TAGS.node] !== nodeKey({ type, name })) return undefined;
  const { cloudId, state, outputs } = found;
  const generation = generationOf(found);
  return { cloudId, urn: nodeUrn(owner, type, name), type, name, generation, state, outputs };
}
