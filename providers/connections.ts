/**
 * Shared code for the connections of all providers: a cache, the errors of the checks, and an example
 * cluster.
 */
import { clusterSpecSchema } from '../contract/resources/cluster.ts';
import { ProviderError, type PlannedNode, type Provider } from './provider.ts';
import type { ConnectionTarget } from './connection-target.ts';

const MAX_NAMED = 10;
/** Beyond this number, the least recently used connection is closed and opened again on its next use. */
const MAX_OPEN = 200;

/** The parts of a target that tell one open connection from another. */
type KeyOf = (target: ConnectionTarget) => unknown[];

/** What all operations with a role share, for example the rate of their calls. */
export const byRole: KeyOf = ({ roleArn, externalId, region }) => [roleArn, externalId, region];

/** What only one operation uses: its credentials carry its id. */
export const bySession: KeyOf = (target) => [
  ...byRole(target),
  target.session.organizationId,
  target.session.operationId,
];

/** Opens each connection once, and keeps the most recently used ones open. */
export function createCache<Open>(
  keyOf: KeyOf,
  open: (target: ConnectionTarget) => Open,
): (target: ConnectionTarget) => Open {
  const opened = new Map<string, Open>();
  return (target) => {
    const key = JSON.stringify(keyOf(target));
    const found = opened.get(key) ?? open(target);
    // A map keeps the order of insertion: the last entry is the most recently used one.
    opened.delete(key);
    opened.set(key, found);
    const [oldest] = opened.keys();
    if (opened.size > MAX_OPEN && oldest !== undefined) opened.delete(oldest);
    return found;
  };
}

/** A limit of an account, its current usage, and what one more cluster needs. */
export interface Quota {
  name: string;
  limit: number;
  used: number;
  needed: number;
}

/** The plan of a cluster with all defaults and its own network. A connection must allow it. */
export function exampleCluster(
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

/** The number of nodes of each type. */
export function countByType(nodes: readonly PlannedNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of nodes) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** Throws `account_mismatch` if the role belongs to another account. */
export function checkAccount(
  { roleArn, accountId }: Pick<ConnectionTarget, 'roleArn' | 'accountId'>,
  actual: string | undefined,
): void {
  if (actual === accountId) return;
  throw new ProviderError({
    code: 'account_mismatch',
    errorType: 'authentication',
    publicMessage: `The role ${roleArn} belongs to the account ${actual ?? 'unknown'}, not to ${accountId}. Delete the connection, then create it with the account of the role, or with another role.`,
    retryable: false,
  });
}

/** Throws `permissions_missing` if any action is denied. */
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
    publicMessage: `The role ${roleArn} lacks permissions that a cluster needs: ${named}${more}.`,
    retryable: false,
  });
}

/** Throws `quota_too_low` if any quota has no room for one more cluster. */
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
    publicMessage: `The quotas in ${region} are too low for another cluster: ${named.join(', ')}.`,
    retryable: false,
  });
}
