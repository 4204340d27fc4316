import { clientToken } from '../../../identity.ts';
import { readEksTags, unlessMissing } from '../../eks.ts';
import { clusterName } from '../../plan/names.ts';
import {
  allTags,
  carries,
  standsOn,
  text,
  wantedTags,
  type Found,
  type NodeKind,
} from '../../node-kind.ts';
import { allPages } from '../../client/pages.ts';

/** Gives the pods of one service account a role. */
export const podIdentityAssociation: NodeKind = {
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const associations = await allPages(async (nextToken) => {
      const page = await unlessMissing(
        eks.listPodIdentityAssociations({ clusterName: cluster, nextToken }),
      );
      return { items: page?.associations, next: page?.nextToken };
    });
    const found = await Promise.all(
      associations.map(async ({ associationId = '' }): Promise<Found[]> => {
        const seen = await unlessMissing(
          eks.describePodIdentityAssociation({ clusterName: cluster, associationId }),
        );
        const tags = readEksTags(seen?.association?.tags);
        if (!carries(tags, wantedTags(owner, 'pod_identity_association', name))) return [];
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
  async create({ eks }, request) {
    const { owner, node } = request;
    const { association } = await eks.createPodIdentityAssociation({
      clusterName: clusterName(owner),
      namespace: text(node, 'namespace'),
      serviceAccount: text(node, 'serviceAccount'),
      roleArn: standsOn(request).one('iam_role')?.cloudId,
      tags: allTags(request),
      clientRequestToken: clientToken(owner, node),
    });
    return { cloudId: association?.associationId ?? '' };
  },
  async delete({ eks }, owner, associationId) {
    await eks.deletePodIdentityAssociation({ clusterName: clusterName(owner), associationId });
  },
};
