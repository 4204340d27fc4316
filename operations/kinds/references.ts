/** Checks the connection and the network that a request names. */
import type { Client } from '@temporalio/client';
import { RequestError, type RequestFault } from '../../contract/problems/problem-codes.ts';
import { PROVIDER_DEFINITIONS } from '../../contract/providers/definitions.ts';
import type { Connection } from '../../contract/resources/connection.ts';
import type { Network } from '../../contract/resources/network.ts';
import { storedConnection, type ProviderName } from '../../contract/vocabulary.ts';
import { findEntity, type Entity } from '../entities/find.ts';
import type { Principal } from '../temporal/calls.ts';

const RETRY_AFTER_SECONDS = 5;

interface ConnectionReference {
  connectionId?: string | undefined;
  /** The provider that the connection must belong to. Absent for a deployment. */
  provider?: string;
}

export interface ConnectionDeps {
  client: Client;
  /** The providers that requests without a connection may use. */
  ownAccounts: readonly ProviderName[];
}

/**
 * Resolves to the connection that a request names, or to undefined when the request means the worker's own
 * credentials. Throws `invalid_request` when the connection does not exist or does not fit, or when the
 * worker's own account must not be used, and `connection_not_active` when it cannot be used yet.
 */
export async function checkConnection(
  { client, ownAccounts }: ConnectionDeps,
  principal: Principal,
  { connectionId, provider }: ConnectionReference,
): Promise<Connection | undefined> {
  const stored = storedConnection(connectionId);
  if (connectionId === undefined || stored === undefined) {
    // A deployment without a connection gets no credentials.
    if (provider === undefined) return undefined;
    if (connectionId !== undefined && provider !== connectionId) {
      throw unfitConnection(
        `stands for the worker's own credentials for ${connectionId}, not ${provider}`,
      );
    }
    if (ownAccounts.some((name) => name === provider)) return undefined;
    throw unfitConnection(
      `must name a connection: the account of the worker's own credentials for ${provider} may not be used; create a connection, or have the account allowed (SLIPWAY_AWS_OWN_ACCOUNT)`,
    );
  }
  const entity = await findEntity(client, principal, 'connection', connectionId);
  if (entity === undefined) {
    throw unfitConnection(
      `names connection ${connectionId}, which was not found; create it first, or leave connectionId out`,
    );
  }
  const { record } = entity.memo;
  const actual: string = record.provider;
  if (provider !== undefined && actual !== provider) {
    throw unfitConnection(`names a connection of ${actual}, not of ${provider}`);
  }
  const status = statusOf(entity);
  if (status !== 'active') {
    throw new RequestError(
      'connection_not_active',
      `Connection ${connectionId} is ${status}. ${untilActive(status)}`,
      { retryAfter: RETRY_AFTER_SECONDS },
    );
  }
  return record;
}

/** Returns what the client has to do before it can use a resource that is not active. */
function untilActive(status: string): string {
  return status === 'failed'
    ? 'Retry its failed operation, or choose another one.'
    : 'Wait until it is active, then try again.';
}

function unfitConnection(detail: string): RequestError {
  return new RequestError('invalid_request', 'The request cannot use this connection.', {
    faults: [{ pointer: '/connectionId', detail }],
  });
}

/**
 * Checks that a cluster can use the network that it names. Throws `invalid_request` when the network does
 * not exist or does not fit, and `network_not_active` when it cannot be used yet.
 */
export async function checkNetwork(
  client: Client,
  principal: Principal,
  request: {
    networkId?: string | undefined;
    connectionId?: string | undefined;
    provider: string;
    region: string;
  },
): Promise<void> {
  const { networkId } = request;
  if (networkId === undefined) return;
  const entity = await findEntity(client, principal, 'network', networkId);
  const faults =
    entity === undefined
      ? [
          {
            pointer: '/networkId',
            detail: `names network ${networkId}, which was not found; create it first, or leave networkId out`,
          },
        ]
      : networkFaults(entity.memo.record, request);
  if (faults.length > 0) {
    throw new RequestError('invalid_request', 'The cluster cannot use this network.', { faults });
  }
  const status = entity && statusOf(entity);
  if (status !== undefined && status !== 'active') {
    throw new RequestError(
      'network_not_active',
      `Network ${networkId} is ${status}. ${untilActive(status)}`,
      { retryAfter: RETRY_AFTER_SECONDS },
    );
  }
}

type UsedNetwork = Pick<Network, 'id' | 'provider' | 'region' | 'connectionId'> & {
  spec: Pick<Network['spec'], 'natGateways'>;
};

/** Returns why a cluster cannot use the network. */
export function networkFaults(
  record: UsedNetwork,
  request: { connectionId?: string | undefined; provider: string; region: string },
): RequestFault[] {
  const faults: RequestFault[] = [];
  const provider: string = record.provider;
  if (provider !== request.provider) {
    faults.push({ pointer: '/provider', detail: `the network's provider is ${provider}` });
  }
  const region: string = record.region;
  if (region !== request.region) {
    faults.push({ pointer: '/region', detail: `the network's region is ${region}` });
  }
  const { nodesNeedNat } = PROVIDER_DEFINITIONS[record.provider];
  if (nodesNeedNat && record.spec.natGateways === 'none') {
    const detail = `names network ${record.id}, which has no NAT gateways: nodes could not load their images; use a network with natGateways single or per_zone`;
    faults.push({ pointer: '/networkId', detail });
  }
  const connection = storedConnection(record.connectionId);
  if (connection !== storedConnection(request.connectionId)) {
    faults.push({
      pointer: '/connectionId',
      detail: `the network's connection is ${connection ?? 'none'}`,
    });
  }
  return faults;
}

function statusOf({ memo, lost }: Entity): string {
  return lost ? 'failed' : memo.record.status;
}
