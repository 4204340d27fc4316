/** What a client may ask of connections: have one verified, delete it, and name it in other requests. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { Connection, CreateConnectionRequest } from '../../contract/resources/connection.ts';
import type { ClaimAnswer, ClaimRequest } from '../../contract/temporal/entity.ts';
import { UPDATES } from '../../contract/temporal/names.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { isMemoOf } from '../../contract/guards.ts';
import { entityWorkflowId } from '../../contract/ids.ts';
import { claimRefused } from '../../contract/problems/claim-problem.ts';
import { RequestError, type RequestFault } from '../../contract/problems/problem-codes.ts';
import { storedConnection } from '../../contract/vocabulary.ts';
import { emptyRecord, subjectOf } from './operation-subject.ts';
import type { Admit, Answered } from '../admission/admit.ts';
import { preconditionOf, type Ask } from './submit-options.ts';
import { noWorker } from '../entities/ledger.ts';
import { taken, type Reservations } from '../admission/reservation.ts';
import { findEntity, getEntity, recordView } from '../entities/resources.ts';
import { isUnanswered, within, type Principal } from '../temporal/calls.ts';

/** A worker may have a task or two to do first. */
const DELETE_DEADLINE_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;

export interface ConnectionSubmitter {
  createConnection(
    principal: Principal,
    request: CreateConnectionRequest,
    ask: Ask,
  ): Promise<Answered>;
  /**
   * There is nothing of it in a cloud, so it is gone when this resolves. Needs a worker, for it must be
   * exact. Throws `in_use`, `resource_busy`, `precondition_failed` and `no_worker`.
   */
  deleteConnection(principal: Principal, id: string, ask: Pick<Ask, 'isExpected'>): Promise<void>;
}

export function createConnectionSubmitter(options: {
  client: Client;
  admit: Admit;
  reservations: Reservations;
  timings: Timings;
  newId(): string;
}): ConnectionSubmitter {
  const { client, admit, reservations, timings, newId } = options;
  return {
    createConnection: (principal, request, ask) =>
      admit(principal, ask, async (admission) => {
        const { name, provider, region, ...spec } = request;
        if (storedConnection(name) === undefined) throw taken('connection', name);
        const record = {
          ...emptyRecord(newId(), principal, admission, name),
          provider,
          region,
          spec,
        };
        const uid = await reservations.reserve(principal, 'connection', record, admission);
        const target = subjectOf(principal, 'connection', { id: name, uid }, admission);
        const subject = { operation: 'verify_connection' as const, ...target, provider, region };
        return { subject, spec, timings };
      }),

    async deleteConnection(principal, id, ask) {
      const entity = await getEntity(client, principal, 'connection', id);
      await reservations.refuseBusy('connection', entity);
      const precondition = preconditionOf(recordView(entity), ask);
      const operationId = newId();
      await reservations.revive(entity, { operationId, isRehearsal: false });
      const answer = await endRecord(
        client,
        entityWorkflowId(principal.organizationId, 'connection', id),
        {
          operationId,
          resourceUid: entity.memo.record.uid,
          status: 'deleting',
          deleteImmediately: true,
          ...precondition,
        },
      );
      if (!answer.granted) throw claimRefused(`connection ${id}`, answer);
    },
  };
}

/** The claim that takes the record away. */
async function endRecord(
  client: Client,
  workflowId: string,
  request: ClaimRequest,
): Promise<ClaimAnswer> {
  try {
    return await within(client, DELETE_DEADLINE_MS, () =>
      client.workflow
        .getHandle(workflowId)
        .executeUpdate<ClaimAnswer, [ClaimRequest]>(UPDATES.claim, { args: [request] }),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) {
      return { granted: false, code: 'not_found' };
    }
    if (isUnanswered(error)) throw noWorker();
    throw error;
  }
}

/** What names a connection, and for which provider it has to be good; a deployment does not say. */
interface Naming {
  connectionId?: string | undefined;
  provider?: string;
}

/**
 * The connection that a request names; undefined when the worker's own credentials are meant. Throws
 * `invalid_request` when it is not there or does not fit, `connection_not_active` when it cannot be used yet.
 */
export async function checkConnection(
  client: Client,
  principal: Principal,
  { connectionId, provider }: Naming,
): Promise<Connection | undefined> {
  if (connectionId === undefined) return undefined;
  if (storedConnection(connectionId) === undefined) {
    if (provider === undefined || provider === connectionId) return undefined;
    throw unfit(`it stands for the worker's own credentials for ${connectionId}, not ${provider}`);
  }
  const entity = await findEntity(client, principal, 'connection', connectionId);
  if (entity === undefined || !isMemoOf(entity.memo, 'connection')) {
    throw unfit(
      `there is no connection ${connectionId}; create it first or leave connectionId out`,
    );
  }
  const { record } = entity.memo;
  const actual: string = record.provider;
  if (provider !== undefined && actual !== provider) {
    throw unfit(`the connection is for ${actual}, not ${provider}`);
  }
  if (entity.lost || record.status !== 'active') {
    const status = entity.lost ? 'failed' : record.status;
    throw new RequestError(
      'connection_not_active',
      `Connection ${connectionId} is ${status}. Wait until it is active, then try again.`,
      { retryAfter: RETRY_AFTER_SECONDS },
    );
  }
  return record;
}

function unfit(detail: string): RequestError {
  const faults: RequestFault[] = [{ pointer: '/connectionId', detail }];
  return new RequestError('invalid_request', 'The request does not fit its connection.', {
    faults,
  });
}
