/** What a client may ask to be made: each checks, reserves, and says what operation to start. */
import type { Client } from '@temporalio/client';
import type { CreateClusterRequest } from '../../contract/resources/cluster.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import type { DiscoverRequest } from '../../contract/resources/instance-types.ts';
import type { CreateNetworkRequest } from '../../contract/resources/network.ts';
import { cloudSubjectOf, newRecord, placesOf } from './operation-subject.ts';
import type { Admit, Answered } from '../admission/admit.ts';
import type { Ask } from './submit-options.ts';
import { checkConnection } from './connections.ts';
import { checkNetwork } from './network-check.ts';
import type { Reservations } from '../admission/reservation.ts';
import type { Principal } from '../temporal/calls.ts';

export interface Submitter {
  createCluster(principal: Principal, request: CreateClusterRequest, ask: Ask): Promise<Answered>;
  createNetwork(principal: Principal, request: CreateNetworkRequest, ask: Ask): Promise<Answered>;
  discover(principal: Principal, request: DiscoverRequest, ask: Ask): Promise<Answered>;
}

export interface SubmitOptions {
  client: Client;
  admit: Admit;
  reservations: Reservations;
  timings: Timings;
  newId(): string;
}

export function createSubmitter(options: SubmitOptions): Submitter {
  const { client, admit, reservations, timings, newId } = options;
  return {
    createCluster: (principal, request, ask) =>
      admit(principal, ask, async (admission) => {
        await checkConnection(client, principal, request);
        await checkNetwork(client, principal, request);
        const { name: _name, provider: _provider, region: _region, ...rest } = request;
        const { networkId: _network, connectionId: _connection, ...spec } = rest;
        const urls = placesOf(request);
        const record = { ...newRecord(newId(), principal, admission, request), spec, ...urls };
        const uid = await reservations.reserve(principal, 'cluster', record, admission);
        const target = { ...record, uid };
        const subject = cloudSubjectOf('create_cluster', principal, 'cluster', target, admission);
        return { subject, spec, ...urls, timings };
      }),

    createNetwork: (principal, request, ask) =>
      admit(principal, ask, async (admission) => {
        await checkConnection(client, principal, request);
        const { name: _name, provider: _provider, region: _region, ...rest } = request;
        const { connectionId: _connection, ...spec } = rest;
        const urls = placesOf(request);
        const record = { ...newRecord(newId(), principal, admission, request), spec, ...urls };
        const uid = await reservations.reserve(principal, 'network', record, admission);
        const target = { ...record, uid };
        const subject = cloudSubjectOf('create_network', principal, 'network', target, admission);
        return { subject, spec, ...urls, timings };
      }),

    discover: (principal, request, ask) =>
      admit(principal, ask, async ({ fingerprint }) => {
        const { provider, region } = request;
        const connection = await checkConnection(client, principal, request);
        return {
          subject: {
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
          timings,
        };
      }),
  };
}
