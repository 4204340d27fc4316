import * as z from 'zod';
import { nodeTags, TAGS } from '../../../identity.ts';
import type { Owner } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { allPages } from '../../client/pages.ts';
import { DISCOVERED_BY, TAGS_BEFORE } from '../../plan/names.ts';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';

const PROPERTIES = z.object({
  /** The private subnets of a network that is not part of the plan. */
  subnetIds: z.array(z.string()).default([]),
});

const NAME = 'karpenter';
const DISCOVERY = 'karpenter.sh/discovery';

/** The tag that belongs to one cluster alone. */
const clusterTag = ({ resourceId }: Owner) => `kubernetes.io/cluster/${resourceId}`;

/**
 * Notes on each resource which of the tags it had before this cluster, because a deletion must leave those. It is
 * the first tag that is written, so whatever carries a tag of this cluster carries the note, too.
 */
function noteOf({ resourceUid }: Owner): string {
  return `${TAGS_BEFORE}${resourceUid}`;
}

/** Marks everything that one cluster has tagged. Several clusters can tag the same subnet of a shared network. */
function markOf({ resourceUid }: Owner): string {
  return `${DISCOVERED_BY}${resourceUid}`;
}

/**
 * The tags by which Karpenter discovers where to start instances: on the security group that EKS creates for
 * the cluster's nodes, and on the private subnets. `kubernetes.io/cluster/NAME` belongs to one cluster alone.
 * `karpenter.sh/discovery`, which most examples use, has one value per subnet, so the first cluster keeps it.
 */
export const discoveryTags = defineKind({
  properties: PROPERTIES,
  isUntagged: true,
  async list({ ec2 }, owner, name) {
    if (name !== undefined && name !== NAME) return [];
    const [first] = await touchedBy(ec2, owner);
    if (first === undefined) return [];
    const tags = {
      ...nodeTags(owner, { type: 'discovery_tags', name: NAME }),
      [TAGS.generation]: first.generation,
    };
    return [{ cloudId: markOf(owner), tags, state: 'available', outputs: {} }];
  },
  async create({ ec2 }, request, properties) {
    const { owner, node } = request;
    await tag(ec2, owner, node.generation, targetsOf(request, properties.subnetIds));
    return { cloudId: markOf(owner) };
  },
  async diff({ ec2 }, request, _found, properties) {
    const { owner, node } = request;
    const marked = new Set((await markedBy(ec2, owner)).map(({ id }) => id));
    const missing = targetsOf(request, properties.subnetIds).filter((id) => !marked.has(id));
    if (missing.length === 0) return [];
    const apply = () => tag(ec2, owner, node.generation, missing);
    return [{ what: `the tags of ${missing.join(', ')}`, apply }];
  },
  async delete({ ec2 }, owner) {
    const touched = await touchedBy(ec2, owner);
    const ownTags = [
      { Key: clusterTag(owner), Value: 'shared' },
      // EC2 removes a tag with a value only if it has that value.
      { Key: DISCOVERY, Value: owner.resourceId },
    ];
    for (const own of ownTags) {
      const Resources = touched
        .filter(({ id, before }) => !before.includes(own.Key) && isTarget(own.Key, id))
        .map(({ id }) => id);
      if (Resources.length > 0) await ec2.deleteTags({ Resources, Tags: [own] });
    }
    const Resources = touched.map(({ id }) => id);
    if (Resources.length === 0) return;
    await ec2.deleteTags({ Resources, Tags: [{ Key: markOf(owner) }, { Key: noteOf(owner) }] });
  },
});

function targetsOf(
  request: Parameters<typeof dependenciesOf>[0],
  subnetIds: readonly string[],
): string[] {
  const it = dependenciesOf(request);
  const group = it.one('control_plane')?.outputs['clusterSecurityGroupId'] ?? '';
  return [group, ...it.ids('subnet'), ...subnetIds].filter((id) => id !== '');
}

async function markedBy(
  ec2: Aws['ec2'],
  owner: Owner,
): Promise<{ id: string; generation: string }[]> {
  const tags = await tagsWith(ec2, markOf(owner));
  return tags.map(({ ResourceId: id = '', Value: generation = '1' }) => ({ id, generation }));
}

/** Everything that the cluster has begun to tag, with the keys of the tags that it had before. */
async function touchedBy(
  ec2: Aws['ec2'],
  owner: Owner,
): Promise<{ id: string; generation: string; before: string[] }[]> {
  const [marked, noted] = await Promise.all([markedBy(ec2, owner), tagsWith(ec2, noteOf(owner))]);
  const before = new Map(noted.map(({ ResourceId = '', Value = '' }) => [ResourceId, Value]));
  const generations = new Map(marked.map(({ id, generation }) => [id, generation]));
  return [...new Set([...generations.keys(), ...before.keys()])].map((id) => ({
    id,
    generation: generations.get(id) ?? '1',
    before: (before.get(id) ?? '').split(' '),
  }));
}

async function tag(
  ec2: Aws['ec2'],
  owner: Owner,
  generation: number,
  Resources: readonly string[],
): Promise<void> {
  await noteBefore(ec2, owner, Resources);
  const ownTags = [
    { Key: DISCOVERY, Value: owner.resourceId },
    { Key: clusterTag(owner), Value: 'shared' },
  ];
  for (const tagged of ownTags) {
    const taken = await tagsWith(ec2, tagged.Key);
    const free = Resources.filter(
      (id) => isTarget(tagged.Key, id) && !taken.some(({ ResourceId }) => ResourceId === id),
    );
    if (free.length > 0) await ec2.createTags({ Resources: free, Tags: [tagged] });
  }
  // The mark comes last: it says that the other tags are there.
  await ec2.createTags({
    Resources: [...Resources],
    Tags: [{ Key: markOf(owner), Value: String(generation) }],
  });
}

/** The security group needs only the common tag. */
function isTarget(key: string, id: string): boolean {
  return key === DISCOVERY || !id.startsWith('sg-');
}

async function noteBefore(
  ec2: Aws['ec2'],
  owner: Owner,
  Resources: readonly string[],
): Promise<void> {
  const [noted, discovered, shared] = await Promise.all([
    tagsWith(ec2, noteOf(owner)),
    tagsWith(ec2, DISCOVERY),
    tagsWith(ec2, clusterTag(owner)),
  ]);
  const existing = [...discovered.filter(({ Value }) => Value === owner.resourceId), ...shared];
  const known = new Set(noted.map(({ ResourceId }) => ResourceId));
  for (const id of Resources) {
    if (known.has(id)) continue;
    const keys = existing.flatMap(({ ResourceId, Key = '' }) => (ResourceId === id ? [Key] : []));
    const Tags = [{ Key: noteOf(owner), Value: keys.join(' ') || 'none' }];
    await ec2.createTags({ Resources: [id], Tags });
  }
}

/** Lists the tags with this key, each with the id of its resource. */
function tagsWith(ec2: Aws['ec2'], key: string) {
  return allPages(async (NextToken) => {
    const Filters = [{ Name: 'key', Values: [key] }];
    const page = await ec2.describeTags({ Filters, NextToken });
    return { items: page.Tags, next: page.NextToken };
  });
}
