import * as z from 'zod';
import { nodeTags, TAGS } from '../../../identity.ts';
import type { Owner } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { allPages } from '../../client/pages.ts';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';

const PROPERTIES = z.object({
  /** The private subnets of a network that is not part of the plan. */
  subnetIds: z.array(z.string()).default([]),
});

const NAME = 'karpenter';
const DISCOVERY = 'karpenter.sh/discovery';

/** Marks everything that one cluster has tagged. Several clusters can tag the same subnet of a shared network. */
function markOf({ resourceUid }: Owner): string {
  return `slipway:discovered-by:${resourceUid}`;
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
    const marked = await markedBy(ec2, owner);
    const [first] = marked;
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
    const Resources = (await markedBy(ec2, owner)).map(({ id }) => id);
    if (Resources.length === 0) return;
    const { resourceId } = owner;
    await ec2.deleteTags({
      Resources: Resources.filter((id) => !id.startsWith('sg-')),
      Tags: [{ Key: `kubernetes.io/cluster/${resourceId}`, Value: 'shared' }],
    });
    // EC2 removes a tag with a value only if it has that value.
    const Tags = [{ Key: DISCOVERY, Value: resourceId }, { Key: markOf(owner) }];
    await ec2.deleteTags({ Resources, Tags });
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

async function tag(
  ec2: Aws['ec2'],
  owner: Owner,
  generation: number,
  Resources: readonly string[],
): Promise<void> {
  const { resourceId } = owner;
  const taken = await takenBy(ec2, resourceId);
  const free = Resources.filter((id) => !taken.has(id));
  if (free.length > 0) {
    await ec2.createTags({ Resources: free, Tags: [{ Key: DISCOVERY, Value: resourceId }] });
  }
  const subnets = Resources.filter((id) => !id.startsWith('sg-'));
  if (subnets.length > 0) {
    await ec2.createTags({
      Resources: subnets,
      Tags: [{ Key: `kubernetes.io/cluster/${resourceId}`, Value: 'shared' }],
    });
  }
  // The mark comes last: it says that the other tags are there.
  await ec2.createTags({
    Resources: [...Resources],
    Tags: [{ Key: markOf(owner), Value: String(generation) }],
  });
}

/** The resources that another cluster's Karpenter discovers by the common tag. */
async function takenBy(ec2: Aws['ec2'], resourceId: string): Promise<ReadonlySet<string>> {
  const tags = await tagsWith(ec2, DISCOVERY);
  return new Set(
    tags.flatMap(({ ResourceId = '', Value }) => (Value === resourceId ? [] : [ResourceId])),
  );
}

/** Lists the tags with this key, each with the id of its resource. */
function tagsWith(ec2: Aws['ec2'], key: string) {
  return allPages(async (NextToken) => {
    const Filters = [{ Name: 'key', Values: [key] }];
    const page = await ec2.describeTags({ Filters, NextToken });
    return { items: page.Tags, next: page.NextToken };
  });
}
