/** Who may use a name: the API's part of it, which needs no worker. */
import type { Client } from '@temporalio/client';
import { claimRefused } from '../../contract/problems/claim-problem.ts';
import type { ResourceMemo } from '../../contract/temporal/entity.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Admission } from './admit.ts';
import { keyReused } from './idempotency.ts';
import { findOperation } from '../read/describe.ts';
import { findEntity, type Entity, type StoredType } from '../entities/resources.ts';
import type { Starter } from './start.ts';
import type { Principal } from '../temporal/calls.ts';

export interface Reservations {
  /**
   * Reserves the record's name for an operation, and resolves to the uid that the record has: another
   * one when a duplicate of the request has reserved it.
   * Throws `already_exists`, `record_lost` and `idempotency_key_reused`.
   */
  reserve(
    principal: Principal,
    type: StoredType,
    record: ResourceMemo['record'],
    admission: Admission,
  ): Promise<string>;
  /** Starts the entity of a lost record again, under the same uid; its ledger is in the cloud's tags. */
  revive(entity: Entity, admission: Admission): Promise<void>;
  /** Throws `resource_busy` while an operation holds the resource. */
  refuseBusy(type: StoredType, entity: Entity): Promise<void>;
}

export function createReservations(client: Client, starter: Starter): Reservations {
  return {
    async reserve(principal, resourceType, record, admission) {
      const { operationId, fingerprint, isRehearsal } = admission;
      const before = await findEntity(client, principal, resourceType, record.id);
      if (before !== undefined) return uidOfMine(resourceType, before, admission);
      if (isRehearsal) return record.uid;
      const memo = {
        resourceType,
        record,
        claimedBy: operationId,
        ...(fingerprint && { fingerprint }),
      };
      if (await starter.reserve(memo)) return record.uid;
      const faster = await findEntity(client, principal, resourceType, record.id);
      if (faster === undefined) throw taken(resourceType, record.id);
      return uidOfMine(resourceType, faster, admission);
    },

    async revive({ memo, lost }, { isRehearsal }) {
      if (!lost || isRehearsal) return;
      const record = { ...memo.record, status: 'failed' as const, statusReason: 'record_lost' };
      // When it runs already, somebody else has revived it, which is as good.
      await starter.reserve(
        { ...memo, record },
        { ledger: {}, wasClaimed: true, statusBeforeClaim: 'failed' },
      );
    },

    async refuseBusy(type, { memo: { claimedBy, record } }) {
      if (claimedBy === undefined) return;
      const holder = await findOperation(client, record, claimedBy);
      if (holder?.status.name !== 'RUNNING') return;
      throw claimRefused(`${type} ${record.id}`, {
        granted: false,
        code: 'resource_busy',
        conflictingOperationId: claimedBy,
      });
    },
  };
}

/** The name is this very operation's, reserved by a duplicate or before an API process died. */
function uidOfMine(type: StoredType, { memo, lost }: Entity, admission: Admission): string {
  const { claimedBy, fingerprint, record } = memo;
  // Starting over it would leak what it names.
  if (lost) throw recordLost(type, record.id);
  if (claimedBy !== admission.operationId) throw taken(type, record.id);
  if (fingerprint !== admission.fingerprint) throw keyReused();
  return record.uid;
}

export function recordLost(type: StoredType, id: string): RequestError {
  return new RequestError(
    'record_lost',
    `The record of ${type} ${id} was ended from outside, and what it names may still exist in the cloud. Recover it, or delete it.`,
  );
}

export function taken(type: StoredType, id: string): RequestError {
  return new RequestError(
    'already_exists',
    `There is a ${type} ${id} already. Choose another name, or delete it first.`,
  );
}
