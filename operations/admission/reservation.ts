/** Reserves the names of resources for operations. This part runs in the API and needs no worker. */
import type { Client } from '@temporalio/client';
import { claimRefused } from '../../contract/problems/claim-problem.ts';
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import type { ResourceType } from '../../contract/vocabulary.ts';
import { findEntity, type Entity } from '../entities/find.ts';
import { alreadyExists, recordLost } from '../entities/refusals.ts';
import { findOperation } from '../read/describe.ts';
import { keyReused } from './idempotency.ts';
import type { Starter } from './start.ts';
import type { Submission } from './submission.ts';

export interface Reservations {
  /**
   * Reserves the record's name for an operation. Resolves to the uid that the record has, which is a
   * different one when a duplicate of the request has reserved the name before.
   * Throws `already_exists`, `record_lost` and `idempotency_key_reused`.
   */
  reserve(type: ResourceType, record: ResourceRecord, submission: Submission): Promise<string>;
  /**
   * Starts the entity of a lost record again, under the same uid and with an empty ledger. The tags in the
   * cloud tell which nodes exist. Does nothing for a record that is not lost, and for a preview.
   */
  revive(entity: Entity, submission: Pick<Submission, 'validateOnly'>): Promise<void>;
  /** Throws `resource_busy` while an operation holds the resource. */
  refuseBusy(entity: Entity): Promise<void>;
}

export function createReservations(client: Client, starter: Starter): Reservations {
  return {
    async reserve(resourceType, record, submission) {
      const { principal, operationId, fingerprint, validateOnly } = submission;
      const before = await findEntity(client, principal, resourceType, record.id);
      if (before !== undefined) return reservedUid(before, submission);
      if (validateOnly) return record.uid;
      const memo = {
        resourceType,
        record,
        claimedBy: operationId,
        ...(fingerprint && { fingerprint }),
      };
      if (await starter.reserve(memo)) return record.uid;
      const concurrent = await findEntity(client, principal, resourceType, record.id);
      if (concurrent === undefined) throw alreadyExists(resourceType, record.id);
      return reservedUid(concurrent, submission);
    },

    async revive({ memo, lost }, { validateOnly }) {
      if (!lost || validateOnly) return;
      const record = { ...memo.record, status: 'failed' as const, statusReason: 'record_lost' };
      // When the entity runs already, another request has revived it.
      await starter.reserve(
        { ...memo, record },
        { ledger: {}, wasClaimed: true, statusBeforeClaim: 'failed' },
      );
    },

    async refuseBusy({ memo: { claimedBy, record, resourceType } }) {
      if (claimedBy === undefined) return;
      const holder = await findOperation(client, record, claimedBy);
      if (holder?.status.name !== 'RUNNING') return;
      throw claimRefused(`${resourceType} ${record.id}`, {
        granted: false,
        code: 'resource_busy',
        conflictingOperationId: claimedBy,
      });
    },
  };
}

/**
 * Returns the uid that a duplicate of this request, or an API process that died, has reserved for it.
 */
function reservedUid({ memo, lost }: Entity, submission: Submission): string {
  const { claimedBy, fingerprint, record, resourceType } = memo;
  // A new entity would forget the cloud resources of the lost one.
  if (lost) throw recordLost(resourceType, record.id);
  if (claimedBy !== submission.operationId) throw alreadyExists(resourceType, record.id);
  if (fingerprint !== submission.fingerprint) throw keyReused();
  return record.uid;
}
