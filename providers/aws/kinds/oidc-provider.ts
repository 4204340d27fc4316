import {
  allTags,
  carries,
  standsOn,
  tagList,
  tagsOf,
  wantedTags,
  type Found,
  type NodeKind,
} from '../node-kind.ts';
import { unlessMissing } from '../eks.ts';

/** Lets roles trust the cluster's service accounts. IAM lists all of an account at once, at most 100. */
export const oidcProvider: NodeKind = {
  async list({ iam }, owner, name) {
    const { OpenIDConnectProviderList = [] } = await iam.listOpenIDConnectProviders({});
    const found = await Promise.all(
      OpenIDConnectProviderList.map(async ({ Arn = '' }): Promise<Found[]> => {
        const seen = await unlessMissing(
          iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: Arn }),
        );
        const tags = tagsOf(seen?.Tags);
        if (!carries(tags, wantedTags(owner, 'oidc_provider', name))) return [];
        return [{ cloudId: Arn, tags, state: 'available', outputs: { url: seen?.Url ?? '' } }];
      }),
    );
    return found.flat();
  },
  async create({ iam }, request) {
    const { OpenIDConnectProviderArn = '' } = await iam.createOpenIDConnectProvider({
      Url: standsOn(request).one('control_plane')?.outputs['oidcIssuer'],
      ClientIDList: ['sts.amazonaws.com'],
      Tags: tagList(allTags(request)),
    });
    return { cloudId: OpenIDConnectProviderArn };
  },
  async delete({ iam }, _owner, OpenIDConnectProviderArn) {
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
  },
};
