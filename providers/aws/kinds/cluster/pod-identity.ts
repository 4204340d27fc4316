import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import { clientToken } from '../../../identity.ts';
import { readEksTags, unlessMissing } from '../../client/eks.ts';
import { clusterName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({ namespace: z.string(), serviceAccount: z.string() });

/** Gives the pods of one service account a role. */
export const podIdentityAssociation = defineKind({
  properties: PROPERTIES,
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const associations = await allPages(async (nextToken) => {
      const page = await unlessMissing(
        eks.listPodIdentityAssociations({ clusterName: cluster, nextToken }),
      );
      return { items: page?.associations, next: page?.nextToken };
    });
    const found = await Promise.all(
      associations.map(async ({ associationId = '' }): Promise<FoundNode[]> => {
        const seen = await unlessMissing(
          eks.describePodIdentityAssociation({ clusterName: cluster, associationId }),
        );
        const tags = readEksTags(seen?.association?.tags);
        if (!carries(tags, identityTags(owner, 'pod_identity_association', name))) return [];
        return [
          {
            cloudId: associationId,
            tags,
            state: 'available',
            outputs: { arn: seen?.association?.associationArn ?? '' },
          },
        ];
      }),
    );
    return found.flat();
  },
  async create({ eks }, request, properties) {
    const { owner, node } = request;
    const { association } = await eks.createPodIdentityAssociation({
      clusterName: clusterName(owner),
      namespace: properties.namespace,
      serviceAccount: properties.serviceAccount,
      roleArn: dependenciesOf(request).one('iam_role')?.cloudId,
      tags: allTags(request),
      clientRequestToken: clientToken(owner, node),
    });
    return { cloudId: association?.associationId ?? '' };
  },
  async delete({ eks }, owner, associationId) {
    await eks.deletePodIdentityAssociation({ clusterName: clusterName(owner), associationId });
  },
});
