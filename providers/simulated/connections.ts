/** Connections to accounts of the simulated cloud: assumes their roles, and checks permissions and quotas. */
import * as z from 'zod';
import type { RoleCheck } from '../../contract/vocabulary.ts';
import {
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
import { createAsk, type AskCloud } from './client/client.ts';
import type { Authorization, HttpOptions } from './client/http.ts';
import { assumeRole, createSession } from './client/session.ts';

const ACTIONS = ['create', 'read', 'update', 'delete'] as const;

const identitySchema = z.object({ accountId: z.string(), arn: z.string() });
const deniedSchema = z.object({ denied: z.array(z.string()) });
const quotasSchema = z.object({
  items: z.array(z.object({ type: z.string(), limit: z.int(), used: z.int() })),
});

/** An open connection of this process. */
interface Open {
  /** The cloud with the worker's own identity, which assumes roles. */
  own: AskCloud;
  session: Authorization;
  ask: AskCloud;
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
 * @param provide the provider with the permissions of an authorization
 */
export function createConnections(
  options: Omit<HttpOptions, 'authorization'> & { clock: () => number },
  provide: (authorization: Authorization) => Provider,
): Connections {
  const own = createAsk(options);
  const openOf = createCache(bySession, (target): Open => {
    const session = createSession(own, target, options.clock);
    const ask = createAsk({ ...options, authorization: session });
    return { own, session, ask, provider: provide(session) };
  });

  return {
    through: (target) => openOf(target).provider,
    verify: (target, check, context) => CHECKS[check](target, openOf(target), context),
    environment: async (target) => ({
      SIMULATED_CLOUD_TOKEN: await openOf(target).session.token(),
    }),
  };
}

const CHECKS: Record<RoleCheck, Check> = {
  async role(target, { own }, { signal }) {
    // The simulated cloud knows no tags of sessions.
    await checkTrust(target, ({ externalId }) => assumeRole(own, target, externalId, signal));
    return {};
  },

  async identity(target, { ask }, { signal }) {
    const request = { method: 'GET', path: 'caller-identity' } as const;
    const { accountId, arn } = await ask(identitySchema, request, signal);
    checkAccount(target, accountId);
    return { accountId, principal: arn };
  },

  async permissions(target, { ask, provider }, { signal }) {
    const types = [...countByType(exampleCluster(provider, target)).keys()];
    const actions = types.flatMap((type) => ACTIONS.map((action) => `${type}:${action}`));
    const request = { method: 'POST', path: 'permissions', body: { actions } } as const;
    const { denied } = await ask(deniedSchema, request, signal);
    checkPermissions(target, denied);
    return {};
  },

  async quotas(target, { ask, provider }, { signal }) {
    const needed = countByType(exampleCluster(provider, target));
    const path = `quotas?region=${encodeURIComponent(target.region)}`;
    const { items } = await ask(quotasSchema, { method: 'GET', path }, signal);
    checkQuotas(
      target,
      items.map(({ type, ...quota }) => ({
        name: type,
        ...quota,
        needed: needed.get(type) ?? 0,
      })),
    );
    return {};
  },
};
