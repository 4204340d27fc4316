/** AWS as the node life cycle uses it: all kinds, and the calls that they have in common. */
import { generationOf } from '../../identity.ts';
import type { CloudNodes, FoundNode, NodeKind } from '../../node-kind.ts';
import { ProviderError, type Owner } from '../../provider.ts';
import type { Access, Aws } from '../client/access.ts';
import { EXISTS_CODES, vendorCode } from '../client/errors.ts';
import { lookAgainMs } from '../plan/timing.ts';
import { withQuota } from '../quotas.ts';
import type { AwsKind } from './aws-kind.ts';
import { KINDS } from './kinds.ts';
import { removeOne } from './removal.ts';
import { diffTags } from './tag-diffs.ts';
import { carries, identityTags } from './tags.ts';

const byType: ReadonlyMap<string, NodeKind<Aws>> = new Map(
  Object.entries(KINDS).map(([type, kind]) => [type, nodeKind(type, kind)]),
);

function kindOf(type: string): NodeKind<Aws> {
  const kind = byType.get(type);
  if (kind !== undefined) return kind;
  throw new Error(`AWS has no node of type ${type}`);
}

export function createCloudNodes(options: {
  access: Access;
  /** 1 for AWS itself; more for a sandbox that is faster. */
  speed: number;
  consistencyWindowMs: number;
  clock: () => number;
}): CloudNodes<Aws> {
  const { access, speed, consistencyWindowMs, clock } = options;
  return {
    run: access.run,
    kindOf,
    lookAgainMs: (wait) => lookAgainMs(wait, speed),
    displayName: 'AWS',
    // EC2 has no client token for most of its resources. There the tags identify a resource.
    honoursClientTokens: false,
    endsUpdates: true,
    consistencyWindowMs,
    clock,
  };
}

/** All resources of an owner, with the types of their nodes. */
export async function findAll(
  aws: Aws,
  owner: Owner,
): Promise<{ type: string; found: FoundNode }[]> {
  const lists = await Promise.all(
    [...byType].map(async ([type, kind]) =>
      (await kind.find(aws, owner)).map((found) => ({ type, found })),
    ),
  );
  return lists.flat();
}

function nodeKind(type: string, kind: AwsKind): NodeKind<Aws> {
  /** Filters the list again, because some services cannot filter by all tags. */
  async function find(aws: Aws, owner: Owner, name?: string): Promise<FoundNode[]> {
    const found = await kind.list(aws, owner, name);
    return found.filter(({ tags }) => carries(tags, identityTags(owner, type, name)));
  }

  return {
    find,

    async create(aws, request) {
      const { owner, node } = request;
      const isComplete = kind.diff === undefined;
      try {
        return { ...(await kind.create(aws, request)), isComplete };
      } catch (error) {
        if (error instanceof ProviderError && error.errorType === 'quota') {
          throw await withQuota(aws, request, error);
        }
        if (!EXISTS_CODES.has(vendorCode(error) ?? '')) throw error;
        // The name exists already: a lost create of ours made it, or it belongs to a foreign resource.
        const found = await find(aws, owner, node.name);
        const own = found.find((it) => generationOf(it) === node.generation);
        if (own === undefined) throw error;
        return { cloudId: own.cloudId, isComplete };
      }
    },

    async diff(aws, request, found) {
      const diffs = (await kind.diff?.(aws, request, found)) ?? [];
      return kind.isUntagged ? diffs : [...diffs, ...diffTags(aws, request, found)];
    },

    remove: (aws, owner, cloudId, node) => removeOne(aws, kind, owner, cloudId, node),
  };
}
