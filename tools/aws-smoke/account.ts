/** Reads the account with AWS's own SDK, independently of the provider. */
import { EC2 } from '@aws-sdk/client-ec2';
import {
  EKS,
  ResourceNotFoundException,
  paginateDescribeClusterVersions,
} from '@aws-sdk/client-eks';
import type { ClusterVersionInformation } from '@aws-sdk/client-eks';
import { IAM, paginateListRoles } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { remainsInEc2 } from './ec2-remains.ts';

const REQUEST_TIMEOUT_MS = 30_000;
const RESOURCE_TAG = 'slipway:resource';

export interface Account {
  /**
   * The 12 digits of the account, and the ARN of the identity.
   *
   * @throws the error of the SDK, when there are no credentials or AWS refuses them
   */
  identity(): Promise<{ account: string; arn: string }>;
  /** All versions that EKS knows in this region. */
  versions(): Promise<ClusterVersionInformation[]>;
  /**
   * Describes what still exists of the cluster and the network of this name, one text each, such as `vpc vpc-0123`.
   *
   * @param uids of both, as the paths of their roles contain them
   */
  remains(name: string, uids: readonly string[]): Promise<string[]>;
}

export function createAccount(region: string): Account {
  const config = {
    region,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    }),
  };
  const ec2 = new EC2(config);
  const eks = new EKS(config);
  const iam = new IAM(config);
  const sts = new STS(config);

  async function remainingInEks(name: string): Promise<string[]> {
    try {
      const { cluster } = await eks.describeCluster({ name });
      return [`cluster ${cluster?.arn ?? name}`];
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return [];
      throw error;
    }
  }

  async function remainingRoles(uids: readonly string[]): Promise<string[]> {
    const remains: string[] = [];
    for await (const { Roles = [] } of paginateListRoles(
      { client: iam },
      { PathPrefix: '/slipway/' },
    )) {
      remains.push(
        ...Roles.flatMap(({ Path = '', Arn = '' }) =>
          uids.some((uid) => Path.includes(uid)) ? [`role ${Arn}`] : [],
        ),
      );
    }
    return remains;
  }

  async function remainingOidcProviders(resources: readonly string[]): Promise<string[]> {
    const { OpenIDConnectProviderList = [] } = await iam.listOpenIDConnectProviders({});
    const remains: string[] = [];
    for (const { Arn = '' } of OpenIDConnectProviderList) {
      const { Tags = [] } = await iam.listOpenIDConnectProviderTags({
        OpenIDConnectProviderArn: Arn,
      });
      if (Tags.some(({ Key, Value = '' }) => Key === RESOURCE_TAG && resources.includes(Value))) {
        remains.push(`OpenID Connect provider ${Arn}`);
      }
    }
    return remains;
  }

  return {
    async identity() {
      const { Account: account = '', Arn: arn = '' } = await sts.getCallerIdentity({});
      return { account, arn };
    },
    async versions() {
      const found: ClusterVersionInformation[] = [];
      for await (const page of paginateDescribeClusterVersions(
        { client: eks },
        { includeAll: true },
      )) {
        found.push(...(page.clusterVersions ?? []));
      }
      return found;
    },
    async remains(name, uids) {
      const resources = [`clusters/${name}`, `networks/${name}`];
      const all = await Promise.all([
        remainsInEc2(ec2, RESOURCE_TAG, resources),
        remainingInEks(name),
        remainingRoles(uids),
        remainingOidcProviders(resources),
      ]);
      return all.flat().toSorted();
    },
  };
}
