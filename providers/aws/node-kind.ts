/** What the kinds of nodes have in common, and where they differ: one object for each kind, in kinds/. */
import * as z from 'zod';
import { nodeTags, ownerTags, TAGS } from '../identity.ts';
import type { CloudRef, CloudResource, NodeRequest, Owner, PlannedNode } from '../provider.ts';
import type { Aws } from './client/access.ts';

const wordsSchema = z.record(z.string(), z.string());

/** A thing in AWS that carries the owner's tags and is not gone. */
export interface Found {
  cloudId: string;
  tags: Record<string, string>;
  state: CloudResource['state'];
  /** Why it failed, as AWS says it. */
  reason?: string;
  outputs: Record<string, string>;
}

/** What a create answered; with a state where a replayed client token may name something dead. */
export interface Made {
  cloudId: string;
  state?: 'deleting' | 'deleted';
  outputs?: Record<string, string>;
}

/** One difference between a thing and what its node asks for. */
export interface Lack {
  /** For example `its way out`. */
  what: string;
  /** Asks AWS for it; absent while that is under way. */
  supply?: () => Promise<unknown>;
}

export interface NodeKind {
  /** Everything of this kind that carries the owner's tags; with a name, only the node of that name. */
  list(aws: Aws, owner: Owner, name?: string): Promise<Found[]>;
  create(aws: Aws, request: NodeRequest): Promise<Made>;
  /**
   * In what a thing that is there differs from what its node asks for, but for the tags: what takes a
   * second call in AWS, such as attaching or attributes, and what can be changed later. Only looks.
   */
  lacks?(aws: Aws, request: NodeRequest, found: Found): Promise<Lack[]>;
  /**
   * Asks for the deletion. Something that is not there is fine. Resolves, in words, to what has to go
   * before it can be asked for.
   */
  delete(aws: Aws, owner: Owner, cloudId: string): Promise<string[] | void>;
  /** In words, what keeps it from going, for example `subnet public-a (subnet-1)`. */
  blockers?(aws: Aws, owner: Owner, cloudId: string): Promise<string[]>;
}

interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** AWS's list of tags as a record. */
export function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags of everything of an owner, or of one node of it. */
export function wantedTags(owner: Owner, type: string, name?: string): Record<string, string> {
  return name === undefined ? ownerTags(owner) : nodeTags(owner, { type, name });
}

/** The filters of an EC2 list. */
export function tagFilters(
  owner: Owner,
  type: string,
  name?: string,
): { Name: string; Values: string[] }[] {
  return Object.entries(wantedTags(owner, type, name)).map(([key, value]) => ({
    Name: `tag:${key}`,
    Values: [value],
  }));
}

/** Whether a thing carries the tags, for services that cannot filter by them. */
export function carries(tags: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}

/** Everything that a node's thing is tagged with: the user's tags, ours, and those of its kind. */
export function allTags(
  { owner, node }: NodeRequest,
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    Name: `${owner.resourceId}-${node.name}`,
    ...words(node, 'tags'),
    ...more,
    ...nodeTags(owner, node),
    [TAGS.generation]: String(node.generation),
  };
}

/** EC2's way of tagging at the create. */
export function tagSpecification<Type extends string>(
  ResourceType: Type,
  request: NodeRequest,
  more: Record<string, string> = {},
) {
  return [{ ResourceType, Tags: tagList(allTags(request, more)) }];
}

/** The nodes that a node depends on, by their type and name. */
export function standsOn({ dependencies }: Pick<NodeRequest, 'dependencies'>) {
  const refs = Object.entries(dependencies).map(([urn, ref]) => ({
    key: urn.slice(urn.lastIndexOf(':') + 1),
    ref,
  }));
  const ofType = (type: string): CloudRef[] =>
    refs.filter(({ key }) => key.startsWith(`${type}/`)).map(({ ref }) => ref);
  return {
    one: (type: string): CloudRef | undefined => ofType(type)[0],
    named: (key: string): CloudRef | undefined => refs.find((it) => it.key === key)?.ref,
    ids: (type: string): string[] => ofType(type).map(({ cloudId }) => cloudId),
  };
}

/** A property that the plan put there as a text. */
export function text(node: PlannedNode, key: string): string {
  const value = node.properties[key];
  return typeof value === 'string' ? value : '';
}

/** A property that the plan put there as a list of texts. */
export function texts(node: PlannedNode, key: string): string[] {
  const value = node.properties[key];
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}

/** A property that the plan put there as texts by name. */
export function words(node: PlannedNode, key: string): Record<string, string> {
  return wordsSchema.parse(node.properties[key] ?? {});
}

/** What a blocker is called: by its node where it is ours, else by its type. */
export function blockerWords(type: string, id: string, tags: Record<string, string>): string {
  const node = tags[TAGS.node];
  const maker = tags[TAGS.resource];
  const named = node === undefined ? type : node.replace('/', ' ');
  const made = maker === undefined ? ', not made by Slipway' : '';
  return `${named} (${id}${made})`;
}
