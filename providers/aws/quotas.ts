/** The quotas of AWS: their names, usage and limits. */
import * as z from 'zod';
import { ProviderError, type NodeRequest } from '../provider.ts';
import type { Aws } from './client/access.ts';
import { unlessMissing } from './client/eks.ts';
import { isGone, vendorCode } from './client/errors.ts';
import { clusterName } from './plan/names.ts';
import { dependenciesOf } from './kinds/dependencies.ts';
import { allPages } from './client/pages.ts';

interface Quota {
  /** The service and code of the quota in Service Quotas. */
  service: 'vpc' | 'ec2' | 'eks' | 'iam';
  code: string;
  /** The current usage. */
  used(aws: Aws, request: NodeRequest): Promise<number>;
}

const inVpc = (request: NodeRequest) => [
  { Name: 'vpc-id', Values: [dependenciesOf(request).one('vpc')?.cloudId ?? ''] },
];

/** Quotas whose usage does not depend on a node's dependencies. */
const ACCOUNT = {
  vpc: {
    service: 'vpc',
    code: 'L-F678F1CE',
    used: async ({ ec2 }) =>
      count(async (NextToken) => {
        const page = await ec2.describeVpcs({ NextToken });
        return { items: page.Vpcs, next: page.NextToken };
      }),
  },
  internet_gateway: {
    service: 'vpc',
    code: 'L-A4707A72',
    used: async ({ ec2 }) =>
      count(async (NextToken) => {
        const page = await ec2.describeInternetGateways({ NextToken });
        return { items: page.InternetGateways, next: page.NextToken };
      }),
  },
  elastic_ip: {
    service: 'ec2',
    code: 'L-0263D0A3',
    used: async ({ ec2 }) => (await ec2.describeAddresses({})).Addresses?.length ?? 0,
  },
  vpc_endpoint: {
    service: 'vpc',
    code: 'L-1B52E74A',
    used: async ({ ec2 }) =>
      count(async (NextToken) => {
        const Filters = [{ Name: 'vpc-endpoint-type', Values: ['Gateway'] }];
        const page = await ec2.describeVpcEndpoints({ Filters, NextToken });
        return { items: page.VpcEndpoints, next: page.NextToken };
      }),
  },
  iam_role: {
    service: 'iam',
    code: 'L-FE177D64',
    used: async ({ iam }) =>
      count(async (Marker) => {
        const page = await iam.listRoles({ Marker });
        return { items: page.Roles, next: page.Marker };
      }),
  },
  control_plane: {
    service: 'eks',
    code: 'L-1194D53C',
    used: async ({ eks }) =>
      count(async (nextToken) => {
        const page = await eks.listClusters({ nextToken });
        return { items: page.clusters, next: page.nextToken };
      }),
  },
} as const satisfies Record<string, Quota & { used(aws: Aws): Promise<number> }>;

/** The quotas by the type of the node whose create was refused. */
const QUOTAS: Readonly<Record<string, Quota>> = {
  ...ACCOUNT,
  subnet: {
    service: 'vpc',
    code: 'L-407747CB',
    used: async ({ ec2 }, request) =>
      count(async (NextToken) => {
        const page = await ec2.describeSubnets({ Filters: inVpc(request), NextToken });
        return { items: page.Subnets, next: page.NextToken };
      }),
  },
  nat_gateway: {
    service: 'vpc',
    code: 'L-FE5A380F',
    // The quota applies to each zone, so count the gateways in the subnets of this zone.
    used: async ({ ec2 }, request) => {
      const SubnetIds = dependenciesOf(request).ids('subnet');
      const { Subnets: own = [] } = await ec2.describeSubnets({ SubnetIds });
      const zone = own[0]?.AvailabilityZone ?? '';
      const { Subnets = [] } = await ec2.describeSubnets({
        Filters: [{ Name: 'availability-zone', Values: [zone] }],
      });
      const ids = new Set(Subnets.map(({ SubnetId }) => SubnetId));
      const { NatGateways = [] } = await ec2.describeNatGateways({
        Filter: [{ Name: 'state', Values: ['pending', 'available', 'deleting'] }],
      });
      return NatGateways.filter(({ SubnetId }) => ids.has(SubnetId)).length;
    },
  },
  route_table: {
    service: 'vpc',
    code: 'L-589F43AA',
    used: async ({ ec2 }, request) =>
      count(async (NextToken) => {
        const page = await ec2.describeRouteTables({ Filters: inVpc(request), NextToken });
        return { items: page.RouteTables, next: page.NextToken };
      }),
  },
  security_group: {
    service: 'vpc',
    code: 'L-E79EC296',
    used: async ({ ec2 }) =>
      count(async (NextToken) => {
        const page = await ec2.describeSecurityGroups({ NextToken });
        return { items: page.SecurityGroups, next: page.NextToken };
      }),
  },
  node_group: {
    service: 'eks',
    code: 'L-6D54EA21',
    used: async ({ eks }, { owner }) =>
      count(async (nextToken) => {
        const page = await eks.listNodegroups({ clusterName: clusterName(owner), nextToken });
        return { items: page.nodegroups, next: page.nextToken };
      }),
  },
};

/** The types of nodes with an account quota. */
export const ACCOUNT_QUOTAS = [
  'vpc',
  'internet_gateway',
  'elastic_ip',
  'vpc_endpoint',
  'iam_role',
  'control_plane',
] as const satisfies readonly (keyof typeof ACCOUNT)[];

/** The name, usage and limit of an account quota. */
export async function accountQuota(
  aws: Aws,
  type: (typeof ACCOUNT_QUOTAS)[number],
): Promise<{ name: string; used: number; limit: number }> {
  const quota = ACCOUNT[type];
  const [{ name = type, limit }, used] = await Promise.all([
    quotaLimit(aws, quota),
    quota.used(aws).catch(unlessUnreadable),
  ]);
  return { name, used: used ?? 0, limit };
}

/** The name and limit of a quota. One that cannot be read has no limit. */
export async function quotaLimit(
  aws: Pick<Aws, 'quotas' | 'globalQuotas'>,
  quota: Pick<Quota, 'service' | 'code'>,
): Promise<{ name?: string; limit: number }> {
  const applied = await appliedOf(aws, quota).catch(unlessUnreadable);
  return {
    ...(applied?.QuotaName !== undefined && { name: applied.QuotaName }),
    limit: applied?.Value ?? Infinity,
  };
}

/** The quota of the account, or AWS's default when the account has none of its own. */
async function appliedOf(
  aws: Pick<Aws, 'quotas' | 'globalQuotas'>,
  { service: ServiceCode, code: QuotaCode }: Pick<Quota, 'service' | 'code'>,
) {
  const quotas = ServiceCode === 'iam' ? aws.globalQuotas : aws.quotas;
  const applied = await unlessMissing(quotas.getServiceQuota({ ServiceCode, QuotaCode }));
  const byDefault = () => quotas.getAWSDefaultServiceQuota({ ServiceCode, QuotaCode });
  return applied?.Quota ?? (await byDefault()).Quota ?? {};
}

/** A quota that the account or its permissions do not show cannot be checked, and is no reason to refuse. */
function unlessUnreadable(error: unknown): undefined {
  const isRefusal = error instanceof ProviderError && (!error.retryable || isGone(error));
  if (!isRefusal || error.errorType === 'authentication') throw error;
  return undefined;
}

async function count(page: Parameters<typeof allPages>[0]): Promise<number> {
  return (await allPages(page)).length;
}

/** Adds the quota's name, usage and limit to a quota error, as far as they can be read. */
export async function withQuota(
  aws: Aws,
  request: NodeRequest,
  error: ProviderError,
): Promise<ProviderError> {
  const quota = QUOTAS[request.node.type];
  if (quota === undefined) return error;
  const { service: ServiceCode, code: QuotaCode } = quota;
  try {
    const { QuotaName, Value } = await appliedOf(aws, quota);
    const used = await quota.used(aws, request);
    const { action } = z.object({ action: z.string() }).parse(error.context);
    return new ProviderError({
      code: error.code,
      errorType: 'quota',
      publicMessage: `${action} was refused: of the quota "${QuotaName}" in ${aws.region} ${used} of ${Value} are used. Request an increase of ${ServiceCode}/${QuotaCode} from AWS, or delete unused resources.`,
      retryable: false,
      ...(error.requestId !== undefined && { requestId: error.requestId }),
      context: {
        ...error.context,
        vendorCode: vendorCode(error) ?? '',
        quota: `${ServiceCode}/${QuotaCode}`,
        used,
        limit: Value ?? null,
      },
      cause: error,
    });
  } catch {
    // The numbers are optional: the credentials may lack the permission to read them.
    return error;
  }
}
