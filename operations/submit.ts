/** What a client may ask for: checks, reserves, starts, and answers with the operation as it is. */
import type { Client } from '@temporalio/client';
import type { CreateClusterRequest } from '../contract/cluster.ts';
import type { OperationAbout, Pace, ResourceRecord } from '../contract/durable.ts';
import { isClusterMemo } from '../contract/guards.ts';
import type { DiscoverRequest } from '../contract/instance-types.ts';
import type { CreateNetworkRequest } from '../contract/network.ts';
import { RequestError, type RequestFault } from '../contract/problem-codes.ts';
import { BUILT_IN_CONNECTION } from '../contract/vocabulary.ts';
import { describeOperation } from './describe.ts';
import { findEntity, getEntity, type Entity, type StoredType } from './resources.ts';
import type { Starter } from './start.ts';
import type { Principal } from './temporal.ts';
import { operationRead, type OperationRead, type Places } from './view.ts';

export interface Submitter {
  createCluster(principal: Principal, request: CreateClusterRequest): Promise<OperationRead>;
  createNetwork(principal: Principal, request: CreateNetworkRequest): Promise<OperationRead>;
  remove(principal: Principal, type: StoredType, id: string): Promise<OperationRead>;
  /** Rebuilds the record of a cluster whose entity was ended from outside. */
  recover(principal: Principal, id: string): Promise<OperationRead>;
  discover(principal: Principal, request: DiscoverRequest): Promise<OperationRead>;
}

/** What takes time or chance comes from outside. */
export interface SubmitOptions {
  client: Client;
  starter: Starter;
  places: Places;
  pace: Pace;
  newId(): string;
  now(): Date;
}

export function createSubmitter(options: SubmitOptions): Submitter {
  const { client, starter, places, pace, newId } = options;

  async function accepted(principal: Principal, operationId: string): Promise<OperationRead> {
    const source = await describeOperation(client, principal, operationId);
    return operationRead(source, source.memo.state, places, 'memo');
  }

  /** The name is free, or belongs to a record that was lost: starting over it would leak what it names. */
  async function refuseTaken(principal: Principal, type: StoredType, id: string): Promise<void> {
    const entity = await findEntity(client, principal, type, id);
    if (entity === undefined) return;
    if (!entity.lost) {
      throw new RequestError(
        'already_exists',
        `There is a ${type} ${id} already. Choose another name, or delete it first.`,
      );
    }
    throw new RequestError(
      'record_lost',
      `The record of ${type} ${id} was ended from outside, and what it names may still exist in the cloud. Recover it, or delete it.`,
    );
  }

  /** Starts the entity of a lost record again, under the same uid; its ledger is in the cloud's tags. */
  async function revive({ memo, lost }: Entity): Promise<void> {
    if (!lost) return;
    const record = { ...memo.record, status: 'failed' as const, statusReason: 'record_lost' };
    await starter.reserve({ ...memo, record }, { ledger: {}, claimed: true });
  }

  async function refuseBusy(type: StoredType, { memo }: Entity): Promise<void> {
    const { heldBy, record } = memo;
    if (heldBy === undefined) return;
    const holder = await describeOperation(client, record, heldBy).catch((error: unknown) => {
      if (error instanceof RequestError && error.code === 'not_found') return undefined;
      throw error;
    });
    if (holder?.status.name !== 'RUNNING') return;
    throw new RequestError(
      'resource_busy',
      `Operation ${heldBy} is working on ${type} ${record.id}. Wait for it, or cancel it.`,
      { conflictingOperationId: heldBy },
    );
  }

  async function checkNetwork(principal: Principal, request: CreateClusterRequest): Promise<void> {
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
      const { provider, region }: { provider: string; region: string } = entity.memo.record;
      if (provider !== request.provider)
        fault('/provider', `the network's provider is ${provider}`);
      if (region !== request.region) fault('/region', `the network's region is ${region}`);
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

  function newRecord(
    principal: Principal,
    operationId: string,
    request: Pick<CreateClusterRequest, 'name' | 'provider' | 'region'>,
  ): Omit<ResourceRecord, 'spec'> {
    const at = options.now().toISOString();
    return {
      id: request.name,
      uid: newId(),
      organizationId: principal.organizationId,
      name: request.name,
      provider: request.provider,
      region: request.region,
      status: 'creating',
      outputs: {},
      operationId,
      createdAt: at,
      updatedAt: at,
    };
  }

  return {
    async createCluster(principal, request) {
      await checkNetwork(principal, request);
      await refuseTaken(principal, 'cluster', request.name);
      const operationId = newId();
      const { name, provider, region, networkId, connectionId, ...spec } = request;
      const record = {
        ...newRecord(principal, operationId, request),
        spec,
        ...(networkId !== undefined && { networkId }),
        ...(connectionId !== undefined && { connectionId }),
      };
      await starter.reserve({ resourceType: 'cluster', record, heldBy: operationId });
      await starter.startOperation(operationId, {
        about: {
          operation: 'create_cluster',
          ...principal,
          resourceType: 'cluster',
          resourceId: name,
          resourceUid: record.uid,
          provider,
          region,
        },
        spec,
        ...(networkId !== undefined && { networkId }),
        ...(connectionId !== undefined && { connectionId }),
        pace,
      });
      return accepted(principal, operationId);
    },

    async createNetwork(principal, request) {
      await refuseTaken(principal, 'network', request.name);
      const operationId = newId();
      const { name, provider, region, connectionId, ...spec } = request;
      const record = {
        ...newRecord(principal, operationId, request),
        spec,
        ...(connectionId !== undefined && { connectionId }),
      };
      await starter.reserve({ resourceType: 'network', record, heldBy: operationId });
      await starter.startOperation(operationId, {
        about: {
          operation: 'create_network',
          ...principal,
          resourceType: 'network',
          resourceId: name,
          resourceUid: record.uid,
          provider,
          region,
        },
        spec,
        ...(connectionId !== undefined && { connectionId }),
        pace,
      });
      return accepted(principal, operationId);
    },

    async remove(principal, type, id) {
      const entity = await getEntity(client, principal, type, id);
      await refuseBusy(type, entity);
      const { record, attachments = {} } = entity.memo;
      const users = Object.keys(attachments).toSorted();
      if (users.length > 0) {
        throw new RequestError(
          'in_use',
          `These clusters stand on network ${id}: ${users.join(', ')}. Delete them first.`,
          { attachments: users },
        );
      }
      await revive(entity);
      const operationId = newId();
      await starter.startOperation(operationId, {
        about: {
          operation: type === 'cluster' ? 'delete_cluster' : 'delete_network',
          ...principal,
          resourceType: type,
          resourceId: id,
          resourceUid: record.uid,
          provider: record.provider,
          region: record.region,
        },
        ...(record.connectionId !== undefined && { connectionId: record.connectionId }),
        pace,
      });
      return accepted(principal, operationId);
    },

    async recover(principal, id) {
      const entity = await getEntity(client, principal, 'cluster', id);
      await refuseBusy('cluster', entity);
      if (!isClusterMemo(entity.memo)) throw new RequestError('not_found', 'It is no cluster.');
      const { record } = entity.memo;
      if (!entity.lost && record.statusReason !== 'record_lost') {
        throw new RequestError(
          'not_lost',
          `The record of cluster ${id} is there; nothing needs to be rebuilt.`,
        );
      }
      await revive(entity);
      const operationId = newId();
      await starter.startOperation(operationId, {
        about: {
          operation: 'recover_cluster',
          ...principal,
          resourceType: 'cluster',
          resourceId: id,
          resourceUid: record.uid,
          provider: record.provider,
          region: record.region,
        },
        spec: record.spec,
        ...(record.networkId !== undefined && { networkId: record.networkId }),
        ...(record.connectionId !== undefined && { connectionId: record.connectionId }),
        pace,
      });
      return accepted(principal, operationId);
    },

    async discover(principal, request) {
      const operationId = newId();
      const about: OperationAbout = {
        operation: 'discover_instance_types',
        ...principal,
        resourceType: 'connection',
        resourceId: request.connectionId ?? BUILT_IN_CONNECTION,
        provider: request.provider,
        region: request.region,
      };
      await starter.startOperation(operationId, { about, request, pace });
      return accepted(principal, operationId);
    },
  };
}
