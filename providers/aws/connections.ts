/** Accounts of AWS: their roles, what these may do, and how much there may be of everything. */
import type { ConnectionCheck } from '../../contract/vocabulary.ts';
import {
  checkAccount,
  checkPermissions,
  checkQuotas,
  countByType,
  createCache,
  exampleOf,
  roleNotAssumable,
} from '../connections.ts';
import {
  ProviderError,
  type CallContext,
  type Connections,
  type ConnectionTarget,
  type Provider,
} from '../provider.ts';
import { createAccess, type Access, type AccessOptions, type Aws } from './client/access.ts';
import { REQUIRED_ACTIONS } from './required-actions.ts';
import { accountQuota, ACCOUNT_QUOTAS } from './quotas.ts';
import { assumeRole } from './client/session.ts';

/** How many actions one call is asked about. */
const ACTIONS_AT_ONCE = 50;

/** One connection as this process works with it. */
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
 * @param own AWS as whoever may assume the roles sees it
 * @param provide the provider, with the rights that an access gives
 */
export function createConnections(
  options: AccessOptions,
  own: Access,
  provide: (access: Access) => Provider,
): Connections {
  const openOf = createCache((target): Open => {
    // For all who wait: that one of them gives up is no reason to stop. Each call has a deadline.
    const { signal } = new AbortController();
    const credentials = () => assumeRole(own, target, signal);
    const access = createAccess({ ...options, credentials });
    return { access, provider: provide(access) };
  });

  const checks: Record<ConnectionCheck, Check> = {
    async role(target, _open, { signal }) {
      try {
        // Whatever is held: its trust may have changed.
        await assumeRole(own, target, signal);
        return {};
      } catch (error) {
        const isRefused = error instanceof ProviderError && error.errorType === 'permission';
        throw isRefused ? roleNotAssumable(target, error) : error;
      }
    },

    identity: (target, { access }, { signal }) =>
      access.run(target.region, signal, async ({ sts }) => {
        const { Account, Arn = '' } = await sts.getCallerIdentity({});
        checkAccount(target, Account);
        return { accountId: target.accountId, principal: Arn };
      }),

    permissions: (target, { access }, { signal }) =>
      access.run(target.region, signal, async (aws) => {
        checkPermissions(target, await deniedOf(aws, target));
        return {};
      }),

    quotas: (target, { access, provider }, { signal }) =>
      access.run(target.region, signal, async (aws) => {
        const needed = countByType(exampleOf(provider, target));
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
      // Anew, so that a long run has all of their life before it.
      const { accessKeyId, secretAccessKey, sessionToken } = await assumeRole(own, target, signal);
      return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
      };
    },
  };
}

/** Those of the required actions that the role's policies do not allow. */
async function deniedOf({ iam }: Aws, { roleArn }: ConnectionTarget): Promise<string[]> {
  const denied: string[] = [];
  for (let start = 0; start < REQUIRED_ACTIONS.length; start += ACTIONS_AT_ONCE) {
    const ActionNames = REQUIRED_ACTIONS.slice(start, start + ACTIONS_AT_ONCE);
    let Marker: string | undefined;
    do {
      const page = await iam.simulatePrincipalPolicy({
        PolicySourceArn: roleArn,
        ActionNames,
        ...(Marker !== undefined && { Marker }),
      });
      for (const { EvalActionName, EvalDecision } of page.EvaluationResults ?? []) {
        if (EvalDecision !== 'allowed' && EvalActionName !== undefined) denied.push(EvalActionName);
      }
      Marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (Marker !== undefined);
  }
  return denied;
}
