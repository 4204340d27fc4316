/** Sends updates to the entity of a resource. */
import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { entityWorkflowId } from '../../contract/ids.ts';
import type {
  AttachAnswer,
  AttachRequest,
  ClaimAnswer,
  ClaimRequest,
  HeldAnswer,
  WriteLedgerRequest,
  ReleaseRequest,
} from '../../contract/temporal/entity.ts';
import { UPDATES } from '../../contract/temporal/names.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure } from '../failure.ts';
import { withHeartbeat } from '../heartbeat.ts';

/** Shorter than the timeout of an attempt, so that a slow answer leads to a retry. */
const UPDATE_DEADLINE_MS = 20_000;

/** The request and the answer of each update. */
interface EntityUpdates {
  claim: [ClaimRequest, ClaimAnswer];
  writeLedger: [WriteLedgerRequest, HeldAnswer];
  release: [ReleaseRequest, HeldAnswer];
  attach: [AttachRequest, AttachAnswer];
  detach: [AttachRequest, HeldAnswer];
}

/** Identifies the entity of a resource. */
export type EntityRef = Pick<OperationSubject, 'organizationId' | 'resourceType' | 'resourceId'>;

/** Sends an update and returns the entity's answer; undefined if no such entity is running. */
export async function updateEntity<Name extends keyof EntityUpdates>(
  { client, stopping }: Pick<ActivityDeps, 'client' | 'stopping'>,
  { organizationId, resourceType, resourceId }: EntityRef,
  name: Name,
  request: EntityUpdates[Name][0],
): Promise<EntityUpdates[Name][1] | undefined> {
  const handle = client.workflow.getHandle(
    entityWorkflowId(organizationId, resourceType, resourceId),
  );
  // During its shutdown this worker no longer runs the entity's handler. If it is the only worker, the
  // update would never complete, so it ends here. The next attempt sends it again.
  const call = new AbortController();
  const abort = () => call.abort();
  stopping.addEventListener('abort', abort);
  try {
    if (stopping.aborted) throw workerStopping();
    return await withHeartbeat(() =>
      client.withAbortSignal(call.signal, () =>
        client.withDeadline(Date.now() + UPDATE_DEADLINE_MS, () =>
          handle.executeUpdate<EntityUpdates[Name][1], [EntityUpdates[Name][0]]>(UPDATES[name], {
            args: [request],
          }),
        ),
      ),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    if (stopping.aborted) throw workerStopping();
    throw error;
  } finally {
    stopping.removeEventListener('abort', abort);
  }
}

/** Returns the id of the operation that runs this activity. Throws when the activity has no workflow. */
export function thisOperation(): string {
  const { workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) throw new Error('this activity must be run by a workflow');
  return workflowExecution.workflowId;
}

function workerStopping(): Error {
  return applicationFailure(
    {
      code: 'internal_error',
      message: 'The worker shut down before the entity answered. Another worker asks again.',
      errorType: 'internal',
      retryable: true,
    },
    { benign: true },
  );
}
