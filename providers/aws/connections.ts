/** Connections to AWS accounts: assumes their roles, and checks permissions and quotas. */
import type { RoleCheck } from '../../contract/vocabulary.ts';
import {
  byRole,
  bySession,
  checkAccount,
  checkPermissions,
  checkQuotas,
  countByType,
  createCache,
  exampleCluster,
} from '../connections.ts';
import type { CallContext, Connections, Provider } from '../provider.ts';
import type { ConnectionTarget } from '../connection-target.ts';
import { checkTrust } from '../role-trust.ts';
import { createAccess, type Access, type AccessOptions } from './client/access.ts';
import { createBuckets } from './client/token-bucket.ts';
import { deniedActions } from './permissions/simulation.ts';
import { accountQuota, ACCOUNT_QUOTAS } from './quotas.ts';
import { assumeRole } from './client/session.ts';

/** An open connection of this process. */
interface Open {
  access: Access;
  provider: Provider;
}

type Check = (
  target: ConnectionTarget,
  open: Open,
  context: CallContext,
) => Promise<Record<string, string>>;

/**
 * Creates the connections of the provider.
 *
 * @param own access with the identity that can assume the roles
 * @param createProvide called once for a role; returns the provider with the permissions of an access
 */
export function createConnections(
  options: AccessOptions,
  own: Access,
  createProvide: () => (access: Access) => Provider,
): Connections {
  // The limits of AWS are those of an account, so all operations with a role share one rate.
  const roleOf = createCache(byRole, () => ({
    provide: createProvide(),
    bucketOf: createBuckets(options.rate, options.clock),
  }));
  const openOf = createCache(bySession, (target): Open => {
    const { provide, bucketOf } = roleOf(target);
    // Several callers wait for the same credentials, so no caller's signal stops the call. The call has its
    // own deadline.
    const { signal } = new AbortController();
    const credentials = () => assumeRole(own, target, signal);
    const access = createAccess({ ...options, credentials, bucketOf });
    return { access, provider: provide(access) };
  });

  const checks: Record<RoleCheck, Check> = {
    async role(target, _open, { signal }) {
      // Assumes the role even if credentials are held, because its trust policy may have changed.
      await checkTrust(target, (attempt) => assumeRole(own, target, signal, attempt));
      return {};
    },

    identity: (target, { access }, { signal }) =>
      access.run(target.region, signal, async ({ sts }) => {
        const { Account, Arn = '' } = await sts.getCallerIdentity({});
        checkAccount(target, Account);
        return { accountId: target.accountId, principal: withoutSession(Arn) };
      }),

    permissions: (target, { access }, { signal }) =>
      access.run(target.region, signal, async (aws) => {
        checkPermissions(target, await deniedActions(aws, target));
        return {};
      }),

    quotas: (target, { access, provider }, { signal }) =>
      access.run(target.region, signal, async (aws) => {
        const needed = countByType(exampleCluster(provider, target));
        const quotas = ACCOUNT_QUOTAS.filter((type) => needed.has(type)).map(async (type) => ({
          ...(await accountQuota(aws, type)),
          needed: needed.get(type) ?? 0,
        }));
        checkQuotas(target, await Promise.all(quotas));
        return {};
      }),
  };

  return {
    through: (target) => openOf(target).provider,
    verify: (target, check, context) => checks[check](target, openOf(target), context),
    async environment(target, { signal }) {
      // Assumes the role again, so that a long run can use the full lifetime of the credentials.
      const { accessKeyId, secretAccessKey, sessionToken } = await assumeRole(own, target, signal);
      return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
      };
    },
  };
}

/** The session belongs to this operation. The role is the same for all of them. */
function withoutSession(arn: string): string {
  return arn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
}
