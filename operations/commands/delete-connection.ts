/**
 * Deletes a connection. It has no nodes in a cloud, so only its record is deleted, and no operation
 * is needed.
 */
import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { entityWorkflowId } from '../../contract/ids.ts';
import { claimRefused } from '../../contract/problems/claim-problem.ts';
import type { ClaimAnswer, ClaimRequest } from '../../contract/temporal/entity.ts';
import { UPDATES } from '../../contract/temporal/names.ts';
import type { Reservations } from '../admission/reservation.ts';
import { preconditionOf, type SubmitOptions } from '../admission/submit-options.ts';
import { withTrustPolicy, type Principals } from '../entities/connection-view.ts';
import { getEntity, recordView } from '../entities/find.ts';
import { releaseRoles } from '../entities/role-claims.ts';
import { noWorker } from '../entities/ledger.ts';
import { isUnanswered, within, type Principal } from '../temporal/calls.ts';

/** Longer than the usual deadline: a worker may have a task or two to finish first. */
const DELETE_DEADLINE_MS = 5_000;

export interface ConnectionDeletion {
  /**
   * The connection is gone when this resolves. Needs a worker, because only the entity knows who uses the
   * connection now. Throws `not_found`, `in_use`, `resource_busy`, `precondition_failed` and `no_worker`.
   */
  deleteConnection(
    principal: Principal,
    id: string,
    options: Pick<SubmitOptions, 'isExpected'>,
  ): Promise<void>;
}

export function createConnectionDeletion(options: {
  client: Client;
  reservations: Reservations;
  principals: Principals;
  newId(): string;
}): ConnectionDeletion {
  const { client, reservations, principals, newId } = options;
  return {
    async deleteConnection(principal, id, submitOptions) {
      const entity = await getEntity(client, principal, 'connection', id);
      await reservations.refuseBusy(entity);
      const seen = withTrustPolicy(recordView(entity), principals);
      const precondition = preconditionOf('connection', seen, submitOptions);
      const operationId = newId();
      await reservations.revive(entity, { validateOnly: false });
      const workflowId = entityWorkflowId(principal.organizationId, 'connection', id);
      const answer = await claimForDeletion(client, workflowId, {
        operationId,
        resourceUid: entity.memo.record.uid,
        status: 'deleting',
        deleteImmediately: true,
        ...precondition,
      });
      if (!answer.granted) throw claimRefused(`connection ${id}`, answer);
      const { spec, uid } = entity.memo.record;
      await releaseRoles(client, spec, { uid });
    },
  };
}

async function claimForDeletion(
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
