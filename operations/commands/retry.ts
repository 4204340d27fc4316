/** Does again what has failed or was canceled: a new operation that starts from what there is. */
import type { Client } from '@temporalio/client';
import type { OperationInput } from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { newRecord, placesOf } from './operation-subject.ts';
import type { Admission, Admit, Answered } from '../admission/admit.ts';
import type { Ask } from './submit-options.ts';
import { describeOperation } from '../read/describe.ts';
import {
  isClusterInput,
  isConnectionInput,
  isDeploymentInput,
  isNetworkInput,
  operationInput,
  type CloudInput,
} from '../temporal/operation-input.ts';
import type { OperationReader } from '../read/reader.ts';
import { createDeploymentMaker } from './retry-deployment.ts';
import { recordLost, taken, type Reservations } from '../admission/reservation.ts';
import { findEntity, type CloudType, type Entity, type StoredType } from '../entities/resources.ts';
import type { Principal } from '../temporal/calls.ts';
import type { OperationSource } from '../read/view.ts';

export interface Retrier {
  /**
   * Throws `not_retryable` unless it has failed or was canceled, `superseded` when another operation has
   * changed the resource since, and `already_exists` when its name stands for another resource now.
   */
  retry(principal: Principal, operationId: string, ask: Ask): Promise<Answered>;
}

export interface RetryOptions {
  client: Client;
  admit: Admit;
  reader: OperationReader;
  reservations: Reservations;
  blobs: BlobStore;
  timings: Timings;
  newId(): string;
}

/** What another change may have overtaken. */
const CHANGES: ReadonlySet<string> = new Set(['update_cluster', 'apply_deployment']);

export function createRetrier(options: RetryOptions): Retrier {
  const { client, admit, reader, reservations, timings, newId } = options;
  const makeDeployment = createDeploymentMaker(options);

  /** What the operation was about, if it is still there. */
  async function entityFor(
    principal: Principal,
    type: StoredType,
    { resourceId }: OperationInput['subject'],
  ): Promise<Entity | undefined> {
    const entity = await findEntity(client, principal, type, resourceId);
    if (entity !== undefined) await reservations.refuseBusy(type, entity);
    return entity;
  }

  /** Goes on with what the operation has left, or anew where it left nothing. */
  async function makeAgain(
    principal: Principal,
    type: CloudType | 'connection',
    input: CloudInput,
    earlier: OperationSource,
    admission: Admission,
  ): Promise<OperationInput> {
    const { subject } = input;
    const { resourceId: id, resourceUid } = subject;
    const found = await findEntity(client, principal, type, id);
    const isLeft = found !== undefined && found.memo.claimedBy !== admission.operationId;
    if (isLeft) {
      if (found.memo.record.uid !== resourceUid) throw taken(type, id);
      if (found.lost) throw recordLost(type, id);
      await reservations.refuseBusy(type, found);
      refuseSuperseded(found, earlier);
      return input;
    }
    const base = newRecord(newId(), principal, admission, { ...subject, name: id });
    const uid = await reserve();
    return Object.assign({}, input, { subject: { ...subject, resourceUid: uid } });

    async function reserve(): Promise<string> {
      if (isClusterInput(input)) {
        const record = { ...base, spec: input.spec, ...placesOf(input) };
        return reservations.reserve(principal, type, record, admission);
      }
      if (isConnectionInput(input)) {
        return reservations.reserve(principal, type, { ...base, spec: input.spec }, admission);
      }
      if (!isNetworkInput(input)) throw new Error('a creation without a spec');
      const record = { ...base, spec: input.spec, ...placesOf(input) };
      return reservations.reserve(principal, type, record, admission);
    }
  }

  /** Goes on with a resource that must still be the same one. */
  async function goOn(
    principal: Principal,
    type: StoredType,
    input: OperationInput,
    earlier: OperationSource,
    admission: Admission,
  ): Promise<OperationInput> {
    const entity = await entityFor(principal, type, input.subject);
    if (entity === undefined || entity.memo.record.uid !== input.subject.resourceUid) {
      throw new RequestError('not_found', `The ${type} that this operation was about is gone.`);
    }
    if (CHANGES.has(input.subject.operation)) {
      if (entity.lost) throw recordLost(type, input.subject.resourceId);
      refuseSuperseded(entity, earlier);
    }
    await reservations.revive(entity, admission);
    return input;
  }

  return {
    retry: (principal, operationId, ask) =>
      admit(principal, ask, async (admission) => {
        const { operation } = await reader.read(principal, operationId);
        if (operation.status !== 'failed' && operation.status !== 'canceled') {
          throw new RequestError(
            'not_retryable',
            `The operation is ${operation.status}; only what has failed or was canceled can be retried.`,
          );
        }
        const earlier = await describeOperation(client, principal, operationId);
        const input = again(await operationInput(client, earlier), principal, admission, {
          operationId,
          timings,
        });
        const { operation: kind, resourceType: type } = input.subject;
        if (isDeploymentInput(input)) {
          if (!('creating' in input) || !input.creating) {
            return goOn(principal, 'deployment', input, earlier, admission);
          }
          // What an earlier attempt has left is there: it is not only being made any more.
          const left = { ...input, creating: false };
          return (
            (await makeDeployment(principal, input, admission)) ??
            goOn(principal, 'deployment', left, earlier, admission)
          );
        }
        if (isConnectionInput(input)) {
          return makeAgain(principal, 'connection', input, earlier, admission);
        }
        if (type !== 'cluster' && type !== 'network') return input;
        const isMade = kind === 'create_cluster' || kind === 'create_network';
        return (isMade ? makeAgain : goOn)(principal, type, input, earlier, admission);
      }),
  };
}

/** The same, asked for by another request. */
function again(
  input: OperationInput,
  { memberId }: Principal,
  { fingerprint }: Admission,
  { operationId, timings }: { operationId: string; timings: Timings },
): OperationInput {
  const { fingerprint: _fingerprint, ...subject } = input.subject;
  const same: OperationInput = Object.assign({}, input, {
    subject: {
      ...subject,
      memberId,
      retryOf: operationId,
      ...(fingerprint !== undefined && { fingerprint }),
    },
    timings,
  });
  // What it had to find unchanged was changed by itself.
  if ('unchangedSince' in same) delete same.unchangedSince;
  return same;
}

/** Throws `superseded`: what the operation wanted is not what somebody wants now. */
function refuseSuperseded(
  { memo: { record } }: Entity,
  { workflowId, startTime }: OperationSource,
): void {
  if (record.operationId === workflowId) return;
  if (Date.parse(record.updatedAt) <= startTime.getTime()) return;
  throw new RequestError(
    'superseded',
    `Operation ${record.operationId} has worked on ${record.id} since. Retry that one, or ask for what you want now.`,
  );
}
