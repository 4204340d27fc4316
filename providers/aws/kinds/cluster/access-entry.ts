import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import { clientToken } from '../../../identity.ts';
import { readEksTags, unlessMissing } from '../../client/eks.ts';
import { clusterName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({});

/** Lets instances with a role join the cluster as nodes. */
export const accessEntry = defineKind({
  properties: PROPERTIES,
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const principals = await allPages(async (nextToken) => {
      const page = await unlessMissing(eks.listAccessEntries({ clusterName: cluster, nextToken }));
      return { items: page?.accessEntries, next: page?.nextToken };
    });
    const found = await Promise.all(
      principals.map(async (principalArn): Promise<FoundNode[]> => {
        const seen = await unlessMissing(
          eks.describeAccessEntry({ clusterName: cluster, principalArn }),
        );
        const tags = readEksTags(seen?.accessEntry?.tags);
        if (!carries(tags, identityTags(owner, 'access_entry', name))) return [];
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
    const principalArn = dependenciesOf(request).one('iam_role')?.cloudId ?? '';
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
});
