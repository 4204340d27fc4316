/** What a client may ask for: each checks, reserves, and says what operation to start. */
import type { Client } from '@temporalio/client';
import type { CreateClusterRequest } from '../contract/cluster.ts';
import type { OperationAbout, Pace, ResourceRecord, StartableKind } from '../contract/durable.ts';
import { isClusterMemo } from '../contract/guards.ts';
import { timeOfId } from '../contract/ids.ts';
import type { DiscoverRequest } from '../contract/instance-types.ts';
import type { CreateNetworkRequest } from '../contract/network.ts';
import { RequestError } from '../contract/problem-codes.ts';
import { BUILT_IN_CONNECTION } from '../contract/vocabulary.ts';
import type { Admit, Submitted } from './admission.ts';
import type { Identity, KeyedRequest } from './idempotency.ts';
import { checkNetwork } from './network-check.ts';
import type { Reservations } from './reservation.ts';
import { getEntity, type Entity, type StoredType } from './resources.ts';
import type { Principal } from './temporal.ts';

/** `keyed`: the request has an idempotency key. */
export interface Submitter {
  createCluster(
    principal: Principal,
    request: CreateClusterRequest,
    keyed?: KeyedRequest,
  ): Promise<Submitted>;
  createNetwork(
    principal: Principal,
    request: CreateNetworkRequest,
    keyed?: KeyedRequest,
  ): Promise<Submitted>;
  remove(
    principal: Principal,
    type: StoredType,
    id: string,
    keyed?: KeyedRequest,
  ): Promise<Submitted>;
  /** Rebuilds the record of a cluster whose entity was ended from outside. */
  recover(principal: Principal, id: string, keyed?: KeyedRequest): Promise<Submitted>;
  discover(
    principal: Principal,
    request: DiscoverRequest,
    keyed?: KeyedRequest,
  ): Promise<Submitted>;
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

  /** A resource as it is before anything of it exists; its uid says when that was. */
  function newRecord(
    { organizationId }: Principal,
    { operationId }: Identity,
    { name, provider, region }: Pick<CreateClusterRequest, 'name' | 'provider' | 'region'>,
  ): Omit<ResourceRecord, 'spec'> {
    const uid = newId();
    const at = new Date(timeOfId(uid)).toISOString();
    return {
      id: name,
      uid,
      organizationId,
      name,
      provider,
      region,
      status: 'creating',
      outputs: {},
      operationId,
      createdAt: at,
      updatedAt: at,
    };
  }

  /** Of a resource that is there, and that no operation works on. */
  async function freeEntity(principal: Principal, type: StoredType, id: string): Promise<Entity> {
    const entity = await getEntity(client, principal, type, id);
    await reservations.refuseBusy(type, entity);
    return entity;
  }

  return {
    createCluster: (principal, request, keyed) =>
      admit(principal, keyed, async (identity) => {
        await checkNetwork(client, principal, request);
        const { name: _name, provider: _provider, region: _region, ...rest } = request;
        const { networkId: _network, connectionId: _connection, ...spec } = rest;
        const record = { ...newRecord(principal, identity, request), spec, ...places(request) };
        const uid = await reservations.reserve(principal, 'cluster', record, identity);
        const about = aboutOf('create_cluster', principal, 'cluster', { ...record, uid }, identity);
        return { about, spec, ...places(request), pace };
      }),

    createNetwork: (principal, request, keyed) =>
      admit(principal, keyed, async (identity) => {
        const { name: _name, provider: _provider, region: _region, ...rest } = request;
        const { connectionId: _connection, ...spec } = rest;
        const record = { ...newRecord(principal, identity, request), spec, ...places(request) };
        const uid = await reservations.reserve(principal, 'network', record, identity);
        const about = aboutOf('create_network', principal, 'network', { ...record, uid }, identity);
        return { about, spec, ...places(request), pace };
      }),

    remove: (principal, type, id, keyed) =>
      admit(principal, keyed, async (identity) => {
        const entity = await freeEntity(principal, type, id);
        const { record } = entity.memo;
        refuseInUse(id, entity);
        await reservations.revive(entity);
        const kind = type === 'cluster' ? 'delete_cluster' : 'delete_network';
        const { connectionId } = places(record);
        return {
          about: aboutOf(kind, principal, type, record, identity),
          ...(connectionId !== undefined && { connectionId }),
          pace,
        };
      }),

    recover: (principal, id, keyed) =>
      admit(principal, keyed, async (identity) => {
        const entity = await freeEntity(principal, 'cluster', id);
        const { memo, lost } = entity;
        if (!isClusterMemo(memo)) throw new RequestError('not_found', 'It is no cluster.');
        const { record } = memo;
        if (!lost && record.statusReason !== 'record_lost') {
          throw new RequestError(
            'not_lost',
            `The record of cluster ${id} is there; nothing needs to be rebuilt.`,
          );
        }
        await reservations.revive(entity);
        const about = aboutOf('recover_cluster', principal, 'cluster', record, identity);
        return { about, spec: record.spec, ...places(record), pace };
      }),

    discover: (principal, request, keyed) =>
      admit(principal, keyed, async ({ fingerprint }) => ({
        about: {
          operation: 'discover_instance_types',
          ...principal,
          resourceType: 'connection',
          resourceId: request.connectionId ?? BUILT_IN_CONNECTION,
          provider: request.provider,
          region: request.region,
          ...(fingerprint !== undefined && { fingerprint }),
        },
        request,
        pace,
      })),
  };
}

function aboutOf(
  operation: StartableKind,
  principal: Principal,
  resourceType: StoredType,
  { id, uid, provider, region }: Pick<ResourceRecord, 'id' | 'uid' | 'provider' | 'region'>,
  { fingerprint }: Identity,
): OperationAbout {
  return {
    operation,
    ...principal,
    resourceType,
    resourceId: id,
    resourceUid: uid,
    provider,
    region,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

/** What it stands on. */
function places(resource: { networkId?: string | undefined; connectionId?: string | undefined }): {
  networkId?: string;
  connectionId?: string;
} {
  const { networkId, connectionId } = resource;
  return {
    ...(networkId !== undefined && { networkId }),
    ...(connectionId !== undefined && { connectionId }),
  };
}

/** Throws `in_use`. */
function refuseInUse(id: string, { memo: { attachments = {} } }: Entity): void {
  const users = Object.keys(attachments).toSorted();
  if (users.length === 0) return;
  throw new RequestError(
    'in_use',
    `These clusters stand on network ${id}: ${users.join(', ')}. Delete them first.`,
    { attachments: users },
  );
}
