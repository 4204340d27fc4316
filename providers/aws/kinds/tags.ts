/** The tags of resources in AWS, in the form of each service. */
import { nodeTags, ownerTags, TAGS } from '../../identity.ts';
import type { NodeRequest, Owner } from '../../provider.ts';

interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** A list of tags as a record. */
export function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags that identify the resources of an owner, or those of one of its nodes. */
export function identityTags(owner: Owner, type: string, name?: string): Record<string, string> {
  return name === undefined ? ownerTags(owner) : nodeTags(owner, { type, name });
}

/** The identity tags as filters of an EC2 list. */
export function tagFilters(
  owner: Owner,
  type: string,
  name?: string,
): { Name: string; Values: string[] }[] {
  return filtersOf(identityTags(owner, type, name));
}

/** Tags as filters of an EC2 list. */
export function filtersOf(tags: Record<string, string>): { Name: string; Values: string[] }[] {
  return Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
}

/** Returns true if a resource has all of these tags. For services that cannot filter by tags. */
export function carries(tags: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}

/** Every tag of a node's resource: the user's, those of its identity, and `more` for its kind. */
export function allTags(
  { owner, node }: NodeRequest,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    Name: `${owner.resourceId}-${node.name}`,
    ...userTags(node.properties['tags']),
    ...more,
    ...nodeTags(owner, node),
    [TAGS.generation]: String(node.generation),
  };
}

/** The tags in the form of EC2's creates. */
export function tagSpecification<Type extends string>(
  ResourceType: Type,
  request: NodeRequest,
  more: Record<string, string> = {},
) {
  return [{ ResourceType, Tags: tagList(allTags(request, more)) }];
}

function userTags(tags: unknown): Record<string, string> {
  if (typeof tags !== 'object' || tags === null) return {};
  return Object.fromEntries(
    Object.entries(tags).filter((tag): tag is [string, string] => typeof tag[1] === 'string'),
  );
}
