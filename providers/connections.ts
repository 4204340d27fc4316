/** What every provider says of a connection, in the same words, and the cluster that it is measured by. */
import { clusterSpecSchema } from '../contract/resources/cluster.ts';
import {
  ProviderError,
  type ConnectionTarget,
  type PlannedNode,
  type Provider,
} from './provider.ts';

const MAX_NAMED = 10;
/** A process that serves more takes up the least recently used one anew. */
const MAX_OPEN = 200;

/** What is opened once for each role, and kept for those that are used most recently. */
export function createCache<Open>(
  open: (target: ConnectionTarget) => Open,
): (target: ConnectionTarget) => Open {
  const opened = new Map<string, Open>();
  return (target) => {
    const key = JSON.stringify([target.roleArn, target.externalId, target.region]);
    const found = opened.get(key) ?? open(target);
    // The last one is the one that was used last.
    opened.delete(key);
    opened.set(key, found);
    const [oldest] = opened.keys();
    if (opened.size > MAX_OPEN && oldest !== undefined) opened.delete(oldest);
    return found;
  };
}

/** How much there may be of something, how much there is, and how much more a cluster needs. */
export interface Quota {
  name: string;
  limit: number;
  used: number;
  needed: number;
}

/** A cluster with all defaults on a network of its own: what a connection should be good for. */
export function exampleOf(
  provider: Pick<Provider, 'plan'>,
  { region }: Pick<ConnectionTarget, 'region'>,
): PlannedNode[] {
  return provider.plan(
    {
      organizationId: 'example',
      resourceType: 'cluster',
      resourceId: 'example',
      resourceUid: 'example',
      region,
    },
    { resourceType: 'cluster', spec: clusterSpecSchema.parse({}), network: { own: true } },
  );
}

/** How many nodes of each type there are. */
export function countByType(nodes: readonly PlannedNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of nodes) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

export function roleNotAssumable(
  { roleArn }: Pick<ConnectionTarget, 'roleArn'>,
  cause: ProviderError,
): ProviderError {
  return new ProviderError({
    code: 'role_not_assumable',
    errorType: 'authentication',
    publicMessage: `The role ${roleArn} cannot be assumed: it is not there, or its trust does not name Slipway's own identity with this external id.`,
    retryable: false,
    ...(cause.requestId !== undefined && { requestId: cause.requestId }),
    cause,
  });
}

/** Throws `account_mismatch`. */
export function checkAccount(
  { roleArn, accountId }: Pick<ConnectionTarget, 'roleArn' | 'accountId'>,
  actual: string | undefined,
): void {
  if (actual === accountId) return;
  throw new ProviderError({
    code: 'account_mismatch',
    errorType: 'authentication',
    publicMessage: `The role ${roleArn} leads to account ${actual ?? 'unknown'}, not to ${accountId}.`,
    retryable: false,
  });
}

/** Throws `permissions_missing`. */
export function checkPermissions(
  { roleArn }: Pick<ConnectionTarget, 'roleArn'>,
  denied: readonly string[],
): void {
  if (denied.length === 0) return;
  const named = denied.slice(0, MAX_NAMED).join(', ');
  const more = denied.length > MAX_NAMED ? ` and ${denied.length - MAX_NAMED} more` : '';
  throw new ProviderError({
    code: 'permissions_missing',
    errorType: 'permission',
    publicMessage: `The role ${roleArn} may not do all that a cluster needs: ${named}${more}.`,
    retryable: false,
  });
}

/** Throws `quota_too_low`. */
export function checkQuotas(
  { region }: Pick<ConnectionTarget, 'region'>,
  quotas: readonly Quota[],
): void {
  const short = quotas.filter(({ limit, used, needed }) => used + needed > limit);
  if (short.length === 0) return;
  const named = short.map(
    ({ name, limit, used, needed }) => `${name} (${used} of ${limit} used, ${needed} needed)`,
  );
  throw new ProviderError({
    code: 'quota_too_low',
    errorType: 'quota',
    publicMessage: `The quotas in ${region} leave no room for a cluster: ${named.join(', ')}.`,
    retryable: false,
  });
}
