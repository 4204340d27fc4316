/**
 * The provider with the rights that a resource is worked on with: the worker's own, or those of its
 * connection's role. What a connection says is read anew by each activity, so that no history holds it.
 */
import type { Client } from '@temporalio/client';
import type { ConnectionSpec } from '../../contract/resources/connection.ts';
import type { OperationSubject, VerifyConnectionInput } from '../../contract/durable.ts';
import { isConnectionMemo, isResourceMemo } from '../../contract/guards.ts';
import { entityWorkflowId } from '../../contract/ids.ts';
import type { Region } from '../../contract/resources/provider-fields.ts';
import {
  storedConnection,
  type ConnectionCheck,
  type ProviderName,
} from '../../contract/vocabulary.ts';
import type { ConnectionTarget, Connections, Provider } from '../../providers/provider.ts';
import { callProvider } from '../provider-call.ts';
import { describe } from './workflow-state.ts';
import { applicationFailure, toFailure } from '../failure.ts';
import type { ActivityDeps } from '../index.ts';

/** Whose rights are meant; without a connection the worker's own. */
export interface Rights {
  organizationId: string;
  connectionId?: string | undefined;
}

type Deps = Pick<ActivityDeps, 'client' | 'providers'>;

/** Throws `connection_not_found`. */
export async function providerFor(
  { client, providers }: Deps,
  name: ProviderName,
  { organizationId, connectionId }: Rights,
): Promise<Provider> {
  const provider = providers[name];
  const stored = storedConnection(connectionId);
  if (stored === undefined) return provider;
  const { target } = await readConnection(client, organizationId, stored);
  return connectionsOf(provider).through(target);
}

/** Secrets: environment variables for other programs that work with these rights. */
export async function environmentFor(
  { client, providers }: Deps,
  { organizationId, connectionId }: Rights,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const stored = storedConnection(connectionId);
  if (stored === undefined) return {};
  const { provider, target } = await readConnection(client, organizationId, stored);
  try {
    return await connectionsOf(providers[provider]).environment(target, { signal });
  } catch (error) {
    throw toFailure(error);
  }
}

export function connectionActivities({ providers }: ActivityDeps) {
  return {
    /** One check of a connection; answers what a client is told of it. */
    async checkConnection(request: {
      subject: VerifyConnectionInput['subject'];
      spec: ConnectionSpec;
      check: ConnectionCheck;
    }): Promise<Record<string, string>> {
      const { subject, spec, check } = request;
      const target = targetOf(spec, subject.region);
      const connections = connectionsOf(providers[subject.provider]);
      return callProvider((context) => connections.verify(target, check, context));
    },
  };
}

/** As its entity has it, also one whose record was ended from outside: what stands on it has to go on. */
async function readConnection(
  client: Client,
  organizationId: OperationSubject['organizationId'],
  connectionId: string,
): Promise<{ provider: ProviderName; target: ConnectionTarget }> {
  const found = await describe(
    client,
    entityWorkflowId(organizationId, 'connection', connectionId),
  );
  const memo: unknown = found?.memo;
  const isGone = found === undefined || found.status.name === 'COMPLETED';
  if (isGone || !isResourceMemo(memo) || !isConnectionMemo(memo)) {
    throw applicationFailure({
      code: 'connection_not_found',
      message: `There is no connection ${connectionId}.`,
      errorType: 'not_found',
      retryable: false,
    });
  }
  const { provider, region, spec } = memo.record;
  return { provider, target: targetOf(spec, region) };
}

function targetOf(
  { accountId, roleArn, externalId }: ConnectionSpec,
  region: Region,
): ConnectionTarget {
  return { accountId, roleArn, externalId, region };
}

function connectionsOf({ name, connections }: Provider): Connections {
  if (connections !== undefined) return connections;
  throw applicationFailure({
    code: 'connections_not_offered',
    message: `The provider ${name} knows no connections.`,
    errorType: 'validation',
    retryable: false,
  });
}
