import { clientToken } from '../../../identity.ts';
import { readEksTags, unlessMissing } from '../../eks.ts';
import { clusterName } from '../../plan/names.ts';
import {
  allTags,
  carries,
  standsOn,
  wantedTags,
  type Found,
  type NodeKind,
} from '../../node-kind.ts';
import { allPages } from '../../client/pages.ts';

/** Lets instances with a role join the cluster as nodes. */
export const accessEntry: NodeKind = {
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const principals = await allPages(async (nextToken) => {
      const page = await unlessMissing(eks.listAccessEntries({ clusterName: cluster, nextToken }));
      return { items: page?.accessEntries, next: page?.nextToken };
    });
    const found = await Promise.all(
      principals.map(async (principalArn): Promise<Found[]> => {
        const seen = await unlessMissing(
          eks.describeAccessEntry({ clusterName: cluster, principalArn }),
        );
        const tags = readEksTags(seen?.accessEntry?.tags);
        if (!carries(tags, wantedTags(owner, 'access_entry', name))) return [];
        return [
          {
            cloudId: principalArn,
            tags,
            state: 'available',
            outputs: { arn: seen?.accessEntry?.accessEntryArn ?? '' },
          },
        ];
      }),
    );
    return found.flat();
  },
  async create({ eks }, request) {
    const { owner, node } = request;
    const principalArn = standsOn(request).one('iam_role')?.cloudId ?? '';
    await eks.createAccessEntry({
      clusterName: clusterName(owner),
      principalArn,
      type: 'EC2_LINUX',
      tags: allTags(request),
      clientRequestToken: clientToken(owner, node),
    });
    return { cloudId: principalArn };
  },
  async delete({ eks }, owner, principalArn) {
    await eks.deleteAccessEntry({ clusterName: clusterName(owner), principalArn });
  },
};
