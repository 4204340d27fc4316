import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { takenName } from '../taken.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import { clientToken } from '../../../identity.ts';
import type { NodeRequest } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { vendorCode } from '../../client/errors.ts';
import { readEksTags, unlessMissing } from '../../client/eks.ts';
import { clusterName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({
  namespace: z.string(),
  serviceAccount: z.string(),
  /** A role that is not part of the plan. */
  roleArn: z.string().optional(),
});

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
            outputs: {
              arn: seen?.association?.associationArn ?? '',
              roleArn: seen?.association?.roleArn ?? '',
            },
          },
        ];
      }),
    );
    return found.flat();
  },
  async create({ eks }, request, properties) {
    const { owner, node } = request;
    const { namespace, serviceAccount } = properties;
    const pods = { clusterName: clusterName(owner), namespace, serviceAccount };
    try {
      const { association } = await eks.createPodIdentityAssociation({
        ...pods,
        roleArn: roleOf(request, properties),
        tags: allTags(request),
        clientRequestToken: clientToken(owner, node),
      });
      return { cloudId: association?.associationId ?? '' };
    } catch (error) {
      if (vendorCode(error) !== 'ResourceInUseException') throw error;
      const message = `The cluster has a pod identity association for ${namespace}/${serviceAccount} that Slipway did not make. Delete it, or leave the service account out of podIdentities.`;
      throw takenName(owner, await tagsOfAssociation(eks, pods), error, message);
    }
  },
  async diff({ eks }, request, { cloudId: associationId, outputs }, properties) {
    const roleArn = roleOf(request, properties);
    if (outputs['roleArn'] === roleArn) return [];
    const association = { clusterName: clusterName(request.owner), associationId, roleArn };
    const apply = () => eks.updatePodIdentityAssociation(association);
    return [{ what: `the role ${roleArn}`, apply }];
  },
  async delete({ eks }, owner, associationId) {
    await eks.deletePodIdentityAssociation({ clusterName: clusterName(owner), associationId });
  },
});

function roleOf(
  request: NodeRequest,
  { roleArn }: Pick<z.output<typeof PROPERTIES>, 'roleArn'>,
): string | undefined {
  return roleArn ?? dependenciesOf(request).one('iam_role')?.cloudId;
}

/** A service account has at most one association. */
async function tagsOfAssociation(
  eks: Aws['eks'],
  pods: { clusterName: string; namespace: string; serviceAccount: string },
): Promise<Record<string, string> | undefined> {
  const { associations = [] } = await eks.listPodIdentityAssociations(pods);
  const { clusterName: cluster } = pods;
  const associationId = associations[0]?.associationId;
  if (associationId === undefined) return undefined;
  const seen = await unlessMissing(
    eks.describePodIdentityAssociation({ clusterName: cluster, associationId }),
  );
  return seen && readEksTags(seen.association?.tags);
}
