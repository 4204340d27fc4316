import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { allTags, carries, identityTags, tagList, tagsOf } from '../tags.ts';
import type { FoundNode } from '../../../node-kind.ts';
import { ownerTags } from '../../../identity.ts';
import type { Owner } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { readEksTags, unlessMissing } from '../../client/eks.ts';
import { clusterName } from '../../plan/names.ts';

const PROPERTIES = z.object({});

/** Lets roles trust the cluster's service accounts. IAM lists all providers of an account, at most 100. */
export const oidcProvider = defineKind({
  properties: PROPERTIES,
  async list({ iam, eks }, owner, name) {
    const { OpenIDConnectProviderList = [] } = await iam.listOpenIDConnectProviders({});
    // In an account with many clusters, one call for each provider would dominate all calls.
    const issuer = OpenIDConnectProviderList.length > 1 ? await issuerOf(eks, owner) : undefined;
    const candidates = OpenIDConnectProviderList.filter(
      ({ Arn = '' }) => issuer === undefined || Arn.endsWith(`/${issuer}`),
    );
    const found = await Promise.all(
      candidates.map(async ({ Arn = '' }): Promise<FoundNode[]> => {
        const seen = await unlessMissing(
          iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: Arn }),
        );
        const tags = tagsOf(seen?.Tags);
        if (!carries(tags, identityTags(owner, 'oidc_provider', name))) return [];
        return [{ cloudId: Arn, tags, state: 'available', outputs: { url: seen?.Url ?? '' } }];
      }),
    );
    return found.flat();
  },
  async create({ iam }, request) {
    const { OpenIDConnectProviderArn = '' } = await iam.createOpenIDConnectProvider({
      Url: dependenciesOf(request).one('control_plane')?.outputs['oidcIssuer'],
      ClientIDList: ['sts.amazonaws.com'],
      Tags: tagList(allTags(request)),
    });
    return { cloudId: OpenIDConnectProviderArn };
  },
  async delete({ iam }, _owner, OpenIDConnectProviderArn) {
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
  },
});

/** The issuer without its scheme, as in the ARN; undefined when the owner's cluster does not exist. */
async function issuerOf(eks: Aws['eks'], owner: Owner): Promise<string | undefined> {
  const seen = await unlessMissing(eks.describeCluster({ name: clusterName(owner) }));
  const { tags, identity } = seen?.cluster ?? {};
  if (!carries(readEksTags(tags), ownerTags(owner))) return undefined;
  return identity?.oidc?.issuer?.replace('https://', '');
}
