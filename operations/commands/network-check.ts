/** Whether a cluster can stand on the network that it names. */
import type { Client } from '@temporalio/client';
import type { CreateClusterRequest } from '../../contract/resources/cluster.ts';
import { RequestError, type RequestFault } from '../../contract/problems/problem-codes.ts';
import { storedConnection } from '../../contract/vocabulary.ts';
import { cloudRecord, findEntity } from '../entities/resources.ts';
import type { Principal } from '../temporal/calls.ts';

interface Place {
  provider: string;
  region: string;
  connectionId?: string | undefined;
}

/** Throws `invalid_request` when it does not fit, `network_not_active` when it cannot be used yet. */
export async function checkNetwork(
  client: Client,
  principal: Principal,
  request: CreateClusterRequest,
): Promise<void> {
  if (request.networkId === undefined) return;
  const entity = await findEntity(client, principal, 'network', request.networkId);
  const faults: RequestFault[] = [];
  const fault = (pointer: string, detail: string) => faults.push({ pointer, detail });
  if (entity === undefined) {
    fault(
      '/networkId',
      `there is no network ${request.networkId}; create it first or leave networkId out`,
    );
  } else {
    const { provider, region, connectionId }: Place = cloudRecord(entity);
    if (provider !== request.provider) fault('/provider', `the network's provider is ${provider}`);
    if (region !== request.region) fault('/region', `the network's region is ${region}`);
    if (storedConnection(connectionId) !== storedConnection(request.connectionId)) {
      fault(
        '/connectionId',
        `the network's connection is ${storedConnection(connectionId) ?? 'none'}`,
      );
    }
  }
  if (faults.length > 0) {
    throw new RequestError('invalid_request', 'The cluster does not fit its network.', {
      faults,
    });
  }
  if (entity !== undefined && (entity.lost || entity.memo.record.status !== 'active')) {
    const status = entity.lost ? 'failed' : entity.memo.record.status;
    throw new RequestError(
      'network_not_active',
      `Network ${request.networkId} is ${status}. Wait until it is active, then try again.`,
      { retryAfter: 5 },
    );
  }
}
