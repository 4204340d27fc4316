/** What a client may ask to be made: each checks, reserves, and says what operation to start. */
import type { Client } from '@temporalio/client';
import type { CreateClusterRequest } from '../contract/cluster.ts';
import type { Pace } from '../contract/durable.ts';
import type { DiscoverRequest } from '../contract/instance-types.ts';
import type { CreateNetworkRequest } from '../contract/network.ts';
import { aboutOf, newRecord, placesOf } from './about.ts';
import type { Admit, Answered } from './admission.ts';
import type { Ask } from './ask.ts';
import { checkConnection } from './connections.ts';
import { checkNetwork } from './network-check.ts';
import type { Reservations } from './reservation.ts';
import type { Principal } from './temporal.ts';

export interface Submitter {
  createCluster(principal: Principal, request: CreateClusterRequest, ask: Ask): Promise<Answered>;
  createNetwork(principal: Principal, request: CreateNetworkRequest, ask: Ask): Promise<Answered>;
  discover(principal: Principal, request: DiscoverRequest, ask: Ask): Promise<Answered>;
}

export interface SubmitOptions {
  client: Client;
  admit: Admit;
  reservations: Reservations;
  pace: Pace;
  newId(): string;
}

export function createSubmitter(options: SubmitOptions): Submitter {
  const { client, admit, reservations, pace, newId } = options;
  return {
    createCluster: (principal, request, ask) =>
      admit(principal, ask, async (admission) => {
        await checkConnection(client, principal, request);
        await checkNetwork(client, principal, request);
        const { name: _name, provider: _provider, region: _region, ...rest } = request;
        const { networkId: _network, connectionId: _connection, ...spec } = rest;
        const places = placesOf(request);
        const record = { ...newRecord(newId(), principal, admission, request), spec, ...places };
        const uid = await reservations.reserve(principal, 'cluster', record, admission);
        const subject = { ...record, uid };
        const about = aboutOf('create_cluster', principal, 'cluster', subject, admission);
        return { about, spec, ...places, pace };
      }),

    createNetwork: (principal, request, ask) =>
      admit(principal, ask, async (admission) => {
        await checkConnection(client, principal, request);
        const { name: _name, provider: _provider, region: _region, ...rest } = request;
        const { connectionId: _connection, ...spec } = rest;
        const places = placesOf(request);
        const record = { ...newRecord(newId(), principal, admission, request), spec, ...places };
        const uid = await reservations.reserve(principal, 'network', record, admission);
        const subject = { ...record, uid };
        const about = aboutOf('create_network', principal, 'network', subject, admission);
        return { about, spec, ...places, pace };
      }),

    discover: (principal, request, ask) =>
      admit(principal, ask, async ({ fingerprint }) => {
        const { provider, region } = request;
        const connection = await checkConnection(client, principal, request);
        return {
          about: {
            operation: 'discover_instance_types',
            ...principal,
            resourceType: 'connection',
            // The built-in one is called as its provider.
            resourceId: connection?.id ?? provider,
            ...(connection && { resourceUid: connection.uid }),
            provider,
            region,
            ...(fingerprint !== undefined && { fingerprint }),
          },
          request,
          pace,
        };
      }),
  };
}
