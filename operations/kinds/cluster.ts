import type { Client } from '@temporalio/client';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ClusterNetwork } from '../../contract/resources/graph.ts';
import { isInputOf, type Wanted } from '../../contract/temporal/operation-input.ts';
import { preconditionOf } from '../admission/submit-options.ts';
import { findEntity, getEntity, recordView, type Entity } from '../entities/find.ts';
import { recordLost } from '../entities/refusals.ts';
import type { Principal } from '../temporal/calls.ts';
import type { CloudKind } from './cloud-kind.ts';
import { patchedSpec } from './patch-cluster.ts';
import { cloudTargetOf, referencesOf } from './records.ts';
import { checkNetwork } from './references.ts';
import type { KindDeps, RecoverableKind, UpdatableKind } from './resource-kind.ts';

export const cluster: CloudKind<'cluster'> = {
  check: checkNetwork,
  wantedOf(request) {
    const { name: _name, provider: _provider, region: _region, ...rest } = request;
    const { networkId, connectionId, ...spec } = rest;
    return { spec, ...referencesOf({ networkId, connectionId }) };
  },
  wantedIn(input) {
    if (!isInputOf(input, 'create_cluster', 'update_cluster', 'recover_cluster')) return undefined;
    return { spec: input.spec, ...referencesOf(input) };
  },
  recordOf: (base, wanted) => ({ ...base, ...wanted }),
  createInput: ({ target, ...rest }) => ({
    subject: { operation: 'create_cluster', ...target },
    ...rest,
  }),
  deleteInput: ({ target, ...rest }) => ({
    subject: { operation: 'delete_cluster', ...target },
    ...rest,
  }),
  async planRequest(client, principal, wanted) {
    const network = await networkOf(client, principal, wanted);
    return { resourceType: 'cluster', spec: wanted.spec, network };
  },
};

async function networkOf(
  client: Client,
  principal: Pick<Principal, 'organizationId'>,
  { networkId }: Wanted<'cluster'>,
): Promise<ClusterNetwork> {
  if (networkId === undefined) return { own: true };
  const entity = await findEntity(client, principal, 'network', networkId);
  return { own: false, networkId, outputs: entity?.memo.record.outputs ?? {} };
}

/** The verbs that only clusters have. */
export function createClusterChanges({
  client,
  reservations,
  timings,
}: KindDeps): UpdatableKind<'cluster'> & RecoverableKind {
  return {
    async update(submission, id, patch) {
      const entity = await getEntity(client, submission.principal, 'cluster', id);
      await reservations.refuseBusy(entity);
      if (isLost(entity)) throw recordLost('cluster', id);
      const { record } = entity.memo;
      const precondition = preconditionOf('cluster', recordView(entity), submission);
      return {
        subject: { operation: 'update_cluster', ...cloudTargetOf(submission, 'cluster', record) },
        spec: patchedSpec(record, patch),
        ...referencesOf(record),
        ...precondition,
        timings,
      };
    },

    async recover(submission, id) {
      const entity = await getEntity(client, submission.principal, 'cluster', id);
      await reservations.refuseBusy(entity);
      if (!isLost(entity)) {
        throw new RequestError(
          'not_lost',
          `The record of cluster ${id} is not lost. There is nothing to recover.`,
        );
      }
      await reservations.revive(entity, submission);
      const { record } = entity.memo;
      return {
        subject: { operation: 'recover_cluster', ...cloudTargetOf(submission, 'cluster', record) },
        spec: record.spec,
        ...referencesOf(record),
        timings,
      };
    },
  };
}

/** A record that was revived stays lost until a recovery has rebuilt it. */
function isLost({ memo, lost }: Entity<'cluster'>): boolean {
  return lost || memo.record.statusReason === 'record_lost';
}
