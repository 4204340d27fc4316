import type { Aws } from '../../client/access.ts';
import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import { clientToken } from '../../../identity.ts';
import { issuesOf, readEksTags, unlessMissing } from '../../client/eks.ts';
import { clusterName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({});

const STATES = {
  CREATING: 'creating',
  // Something that the add-on needs is missing. For example, coredns is degraded until there are nodes.
  DEGRADED: 'creating',
  ACTIVE: 'available',
  UPDATING: 'updating',
  UPDATE_FAILED: 'available',
  CREATE_FAILED: 'failed',
  DELETE_FAILED: 'failed',
  DELETING: 'deleting',
} as const;

/** An add-on that EKS installs and manages. */
export const addon = defineKind({
  properties: PROPERTIES,
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const names = name === undefined ? await namesIn(eks, cluster) : [name];
    const found = await Promise.all(
      names.map(async (addonName): Promise<FoundNode[]> => {
        const seen = await unlessMissing(eks.describeAddon({ clusterName: cluster, addonName }));
        const tags = readEksTags(seen?.addon?.tags);
        if (!carries(tags, identityTags(owner, 'addon', name))) return [];
        const { addonArn = '', addonVersion = '', status = 'CREATING', health } = seen?.addon ?? {};
        const reason = issuesOf(health?.issues);
        return [
          {
            cloudId: addonArn,
            tags,
            state: STATES[status],
            ...(reason !== undefined && { reason }),
            outputs: { version: addonVersion },
          },
        ];
      }),
    );
    return found.flat();
  },
  async create({ eks }, request) {
    const { owner, node } = request;
    const { addon: made } = await eks.createAddon({
      clusterName: clusterName(owner),
      addonName: node.name,
      resolveConflicts: 'OVERWRITE',
      tags: allTags(request),
      clientRequestToken: clientToken(owner, node),
    });
    return { cloudId: made?.addonArn ?? '' };
  },
  async delete({ eks }, owner, arn) {
    // arn:aws:eks:REGION:ACCOUNT:addon/CLUSTER/NAME/UID
    await eks.deleteAddon({ clusterName: clusterName(owner), addonName: arn.split('/')[2] });
  },
});

async function namesIn(eks: Aws['eks'], cluster: string): Promise<string[]> {
  return allPages(async (nextToken) => {
    const page = await unlessMissing(eks.listAddons({ clusterName: cluster, nextToken }));
    return { items: page?.addons, next: page?.nextToken };
  });
}
