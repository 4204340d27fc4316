/** What a client may ask of a resource that is there: change it, delete it, rebuild its record. */
import type { Client } from '@temporalio/client';
import type { Cluster, UpdateClusterRequest } from '../../contract/resources/cluster.ts';
import { claimRefused } from '../../contract/problems/claim-problem.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { isMemoOf } from '../../contract/guards.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { cloudSubjectOf, placesOf } from './operation-subject.ts';
import type { Admit, Answered } from '../admission/admit.ts';
import { preconditionOf, type Ask } from './submit-options.ts';
import { patchedSpec } from './patch-cluster.ts';
import { recordLost, type Reservations } from '../admission/reservation.ts';
import {
  cloudRecord,
  getEntity,
  recordView,
  type CloudType,
  type Entity,
} from '../entities/resources.ts';
import type { Principal } from '../temporal/calls.ts';

export interface ResourceCommands {
  /** @param patch a JSON merge patch, whose fields have been checked one by one */
  updateCluster(
    principal: Principal,
    id: string,
    patch: UpdateClusterRequest,
    ask: Ask,
  ): Promise<Answered>;
  remove(principal: Principal, type: CloudType, id: string, ask: Ask): Promise<Answered>;
  /** Rebuilds the record of a cluster whose entity was ended from outside. */
  recover(principal: Principal, id: string, ask: Ask): Promise<Answered>;
}

export interface AlterOptions {
  client: Client;
  admit: Admit;
  reservations: Reservations;
  timings: Timings;
}

export function createResourceCommands({
  client,
  admit,
  reservations,
  timings,
}: AlterOptions): ResourceCommands {
  /** Of a resource that is there, and that no operation works on. */
  async function freeEntity(principal: Principal, type: CloudType, id: string): Promise<Entity> {
    const entity = await getEntity(client, principal, type, id);
    await reservations.refuseBusy(type, entity);
    return entity;
  }

  async function freeCluster(
    principal: Principal,
    id: string,
  ): Promise<{ entity: Entity; record: Cluster; isLost: boolean }> {
    const entity = await freeEntity(principal, 'cluster', id);
    const { memo, lost } = entity;
    if (!isMemoOf(memo, 'cluster')) throw new RequestError('not_found', 'It is no cluster.');
    const { record } = memo;
    return { entity, record, isLost: lost || record.statusReason === 'record_lost' };
  }

  return {
    updateCluster: (principal, id, patch, ask) =>
      admit(principal, ask, async (admission) => {
        const { entity, record, isLost } = await freeCluster(principal, id);
        if (isLost) throw recordLost('cluster', id);
        const precondition = preconditionOf(recordView(entity), ask);
        const spec = patchedSpec(record, patch);
        const subject = cloudSubjectOf('update_cluster', principal, 'cluster', record, admission);
        return { subject, spec, ...placesOf(record), ...precondition, timings };
      }),

    remove: (principal, type, id, ask) =>
      admit(principal, ask, async (admission) => {
        const entity = await freeEntity(principal, type, id);
        const record = cloudRecord(entity);
        const precondition = preconditionOf(recordView(entity), ask);
        refuseInUse(id, entity);
        await reservations.revive(entity, admission);
        const { connectionId } = placesOf(record);
        const parts = {
          ...(connectionId !== undefined && { connectionId }),
          ...precondition,
          timings,
        };
        return type === 'cluster'
          ? {
              subject: cloudSubjectOf('delete_cluster', principal, type, record, admission),
              ...parts,
            }
          : {
              subject: cloudSubjectOf('delete_network', principal, type, record, admission),
              ...parts,
            };
      }),

    recover: (principal, id, ask) =>
      admit(principal, ask, async (admission) => {
        const { entity, record, isLost } = await freeCluster(principal, id);
        if (!isLost) {
          throw new RequestError(
            'not_lost',
            `The record of cluster ${id} is there; nothing needs to be rebuilt.`,
          );
        }
        await reservations.revive(entity, admission);
        const subject = cloudSubjectOf('recover_cluster', principal, 'cluster', record, admission);
        return { subject, spec: record.spec, ...placesOf(record), timings };
      }),
  };
}

/** Throws `in_use`. */
function refuseInUse(id: string, { memo: { attachments = {} } }: Entity): void {
  const users = Object.keys(attachments).toSorted();
  if (users.length === 0) return;
  throw claimRefused(`network ${id}`, { granted: false, code: 'in_use', attachments: users });
}
