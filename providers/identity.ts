import { createHash } from 'node:crypto';
import { nodeUrn } from '../contract/ids.ts';
import { RESOURCE_KINDS } from '../contract/vocabulary.ts';
import type { CloudResource, Owner, PlannedNode } from './provider.ts';

/** The prefix of the keys of Slipway's own tags. */
export const RESERVED_TAG_PREFIX = 'slipway:';

/** The provider's own tags: whose a resource is, and which node of which generation. */
export const TAGS = {
  organization: 'slipway:organization',
  /** `{collection}/{name}`. */
  resource: 'slipway:resource',
  uid: 'slipway:uid',
  /** `{type}/{name}`. */
  node: 'slipway:node',
  generation: 'slipway:generation',
  /** Faults for the simulator to make, as JSON. */
  simulation: 'slipway:simulation',
} as const;

/** What everything of an owner carries, and nothing else does. */
export function ownerTags(owner: Owner): Record<string, string> {
  return {
    [TAGS.organization]: owner.organizationId,
    [TAGS.resource]: `${RESOURCE_KINDS[owner.resourceType].collection}/${owner.resourceId}`,
    [TAGS.uid]: owner.resourceUid,
  };
}

/** What every generation of a node carries, and nothing else does. */
export function nodeTags(
  owner: Owner,
  node: Pick<PlannedNode, 'type' | 'name'>,
): Record<string, string> {
  return { ...ownerTags(owner), [TAGS.node]: nodeKey(node) };
}

/** The generation that a resource's tags name; 0 if they name none. */
export function generationOf(resource: { tags: Record<string, string> }): number {
  const generation = Number(resource.tags[TAGS.generation]);
  return Number.isInteger(generation) ? generation : 0;
}

/** The same for every attempt to make this generation of the node, and for nothing else. */
export function clientToken(owner: Owner, node: PlannedNode): string {
  const { organizationId, resourceType, resourceId, resourceUid } = owner;
  const identity = [organizationId, resourceType, resourceId, resourceUid, nodeKey(node)];
  return createHash('sha256')
    .update(JSON.stringify([...identity, node.generation]))
    .digest('hex');
}

/** What tells the nodes of one owner apart, for example `subnet/public-a`. */
export function nodeKey(node: { type: string; name: string }): string {
  return `${node.type}/${node.name}`;
}

/**
 * A found resource under the node that its tags name; undefined when they name no node of the type.
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
