/**
 * Gives activities the provider with the credentials of a connection. Each activity reads the connection
 * from its entity, so that histories contain only its name.
 */
import type { Client } from '@temporalio/client';
import { isMemoOf, isResourceMemo } from '../../contract/guards.ts';
import { entityWorkflowId } from '../../contract/ids.ts';
import type {
  OperationSubject,
  CloudOperationSubject,
} from '../../contract/temporal/operation-input.ts';
import {
  storedConnection,
  type ConnectionCheck,
  type ProviderName,
  type RoleCheck,
  type RunPhase,
} from '../../contract/vocabulary.ts';
import type { Connections, Provider } from '../../providers/provider.ts';
import type { ConnectionTarget } from '../../providers/connection-target.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure, toFailure } from '../failure.ts';
import { callProvider } from '../provider-call.ts';
import { holdRole } from './role-claims.ts';
import { retriedUntilTrusted, waitedMs, type RoleWait } from './role-wait.ts';
import { thisOperation } from './update-entity.ts';
import { describeWorkflow } from './workflow-state.ts';

/** The owner of the credentials: a connection, or the worker if `connectionId` is absent. */
export interface CredentialsOwner {
  organizationId: string;
  connectionId?: string | undefined;
}

type Deps = Pick<ActivityDeps, 'client' | 'providers'>;

/** How each check of a connection is made. */
const CHECKS: Record<
  ConnectionCheck,
  { phase: RunPhase; checks: readonly RoleCheck[]; claims?: true }
> = {
  role: { phase: 'apply', checks: ['role'], claims: true },
  // The owner of the account chooses what a plan may read, so no permissions are required.
  plan_role: { phase: 'plan', checks: ['role', 'identity'], claims: true },
  identity: { phase: 'apply', checks: ['identity'] },
  permissions: { phase: 'apply', checks: ['permissions'] },
  quotas: { phase: 'apply', checks: ['quotas'] },
};

/**
 * The provider with the owner's credentials. Fails with `connection_not_found`, and with
 * `own_account_refused` if the worker's own account must not be used.
 *
 * @param phase `plan` for a caller that only reads and changes nothing afterwards
 */
export async function providerFor(
  { client, providers, ownAccounts }: Deps & Pick<ActivityDeps, 'ownAccounts'>,
  name: ProviderName,
  { organizationId, connectionId }: CredentialsOwner,
  phase: RunPhase = 'apply',
): Promise<Provider> {
  const provider = providers[name];
  const stored = storedConnection(connectionId);
  if (stored === undefined) {
    if (ownAccounts.includes(name)) return provider;
    throw ownAccountRefused(name);
  }
  const { target } = await readConnection(client, organizationId, stored, phase);
  return connectionsOf(provider).through(target);
}

/** Environment variables that give another program the owner's credentials. The values are secrets. */
export async function environmentFor(
  { client, providers }: Deps,
  { organizationId, connectionId }: CredentialsOwner,
  phase: RunPhase,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const stored = storedConnection(connectionId);
  if (stored === undefined) return {};
  const { provider, target } = await readConnection(client, organizationId, stored, phase);
  try {
    return await connectionsOf(providers[provider]).environment(target, { signal });
  } catch (error) {
    throw toFailure(error);
  }
}

export function connectionActivities({ client, providers }: ActivityDeps) {
  return {
    /**
     * Runs one check of a connection and returns its outputs for the client. The check of a role also
     * claims it for the connection, and fails with `role_taken`.
     */
    async checkConnection(request: {
      subject: CloudOperationSubject;
      check: ConnectionCheck;
      /** Absent: the check of a role does not wait for its owner. */
      wait?: RoleWait;
    }): Promise<Record<string, string>> {
      const { subject, check, wait } = request;
      const { organizationId, resourceId } = subject;
      const { phase, checks, claims } = CHECKS[check];
      const { provider, target } = await readConnection(client, organizationId, resourceId, phase);
      const connections = connectionsOf(providers[provider]);
      try {
        const found: Record<string, string> = {};
        for (const part of checks) {
          const more = await callProvider((context) => connections.verify(target, part, context));
          Object.assign(found, more);
        }
        if (claims) await holdRole(client, subject, target.roleArn);
        return outputsOf(check, found);
      } catch (error) {
        throw wait === undefined ? error : retriedUntilTrusted(error, wait, waitedMs());
      }
    },
  };
}

/** The outputs of the connection name the principals of both roles. */
function outputsOf(check: ConnectionCheck, found: Record<string, string>): Record<string, string> {
  const { principal } = found;
  return check === 'plan_role' && principal !== undefined ? { planPrincipal: principal } : found;
}

/**
 * Reads a connection from its entity's memo. The memo of a terminated entity counts too, because the
 * resources that use the connection must remain manageable.
 */
async function readConnection(
  client: Client,
  organizationId: OperationSubject['organizationId'],
  connectionId: string,
  phase: RunPhase,
): Promise<{ provider: ProviderName; target: ConnectionTarget }> {
  const found = await describeWorkflow(
    client,
    entityWorkflowId(organizationId, 'connection', connectionId),
  );
  const memo: unknown = found?.memo;
  const isDeleted = found === undefined || found.status.name === 'COMPLETED';
  if (isDeleted || !isResourceMemo(memo) || !isMemoOf(memo, 'connection')) {
    throw connectionNotFound(connectionId);
  }
  const { provider, region, spec } = memo.record;
  const { accountId, planRoleArn, externalId } = spec;
  const roleArn = phase === 'plan' ? (planRoleArn ?? spec.roleArn) : spec.roleArn;
  if (externalId === undefined) throw connectionNotFound(connectionId);
  // The role is assumed for the operation that runs this activity.
  const session = { organizationId, operationId: thisOperation() };
  return { provider, target: { accountId, roleArn, externalId, region, session } };
}

function connectionNotFound(connectionId: string): Error {
  return applicationFailure({
    code: 'connection_not_found',
    message: `The connection ${connectionId} was not found. Create it again under this name, then retry.`,
    errorType: 'not_found',
    retryable: false,
  });
}

function ownAccountRefused(name: ProviderName): Error {
  return applicationFailure({
    code: 'own_account_refused',
    message: `The resource has no connection, and the account of the worker's own credentials for ${name} may not be used. Have it allowed (SLIPWAY_AWS_OWN_ACCOUNT), then retry.`,
    errorType: 'permission',
    retryable: false,
  });
}

function connectionsOf({ name, connections }: Provider): Connections {
  if (connections !== undefined) return connections;
  throw applicationFailure({
    code: 'connections_not_offered',
    message: `The provider ${name} does not support connections. Omit connectionId.`,
    errorType: 'validation',
    retryable: false,
  });
}
