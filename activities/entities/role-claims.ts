/** Takes and releases the claims of connections on their roles. */
import { Context } from '@temporalio/activity';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { entityWorkflowId, roleClaimWorkflowId } from '../../contract/ids.ts';
import { holdsRole, roleTakenMessage } from '../../contract/problems/role-taken.ts';
import { ROLE_CLAIM_WORKFLOW, SIGNALS, UPDATES } from '../../contract/temporal/names.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type {
  HoldAnswer,
  HoldRequest,
  ReleaseRoleRequest,
  RoleClaim,
  RoleHolder,
} from '../../contract/temporal/role-claim.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure } from '../failure.ts';
import { withHeartbeat } from '../heartbeat.ts';
import { thisOperation } from './update-entity.ts';
import { describeWorkflow } from './workflow-state.ts';

/** Shorter than the timeout of an attempt, so that a slow answer leads to a retry. */
const CALL_DEADLINE_MS = 10_000;

export function roleClaimActivities({ client }: Pick<ActivityDeps, 'client'>) {
  return {
    /** Releases the role if the connection holds it. */
    async releaseRole(request: { subject: OperationSubject; roleArn: string }): Promise<void> {
      const { subject, roleArn } = request;
      const release: ReleaseRoleRequest = { uid: subject.resourceUid ?? '' };
      try {
        await withinDeadline(client, () =>
          client.workflow
            .getHandle(roleClaimWorkflowId(roleArn))
            .signal<[ReleaseRoleRequest]>(SIGNALS.releaseRole, release),
        );
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}

/**
 * Gives the role to the connection of this operation. Idempotent. Call it only when the role has proved
 * that it trusts the connection. Fails with `role_taken` if another connection holds the role.
 */
export async function holdRole(
  client: Client,
  { organizationId, resourceId, resourceUid = '' }: OperationSubject,
  roleArn: string,
): Promise<void> {
  const operationId = thisOperation();
  const holder = { organizationId, connectionId: resourceId, uid: resourceUid, operationId };
  if (await start(client, roleArn, { holder })) return;
  const first = await hold(client, roleArn, { holder });
  if (first.granted) return;
  const entityId = entityWorkflowId(
    first.holder.organizationId,
    'connection',
    first.holder.connectionId,
  );
  const entity = await describeWorkflow(client, entityId);
  if (holdsRole(first.holder, entity)) throw roleTaken(roleArn, first.holder, holder);
  const replaces = first.holder.operationId;
  const second = await hold(client, roleArn, { holder, replaces });
  if (!second.granted) throw roleTaken(roleArn, second.holder, holder, { retryable: true });
}

/** Resolves to false if the role has a claim already. */
async function start(client: Client, roleArn: string, claim: RoleClaim): Promise<boolean> {
  try {
    await withinDeadline(client, () =>
      client.workflow.start(ROLE_CLAIM_WORKFLOW, {
        workflowId: roleClaimWorkflowId(roleArn),
        taskQueue: Context.current().info.taskQueue,
        args: [claim],
        memo: { ...claim },
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        staticSummary: `The connection to which ${roleArn} belongs`,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

function hold(client: Client, roleArn: string, request: HoldRequest): Promise<HoldAnswer> {
  // A claim that ends in between fails the update. The next attempt starts a new one.
  return withHeartbeat(() =>
    withinDeadline(client, () =>
      client.workflow
        .getHandle(roleClaimWorkflowId(roleArn))
        .executeUpdate<HoldAnswer, [HoldRequest]>(UPDATES.holdRole, { args: [request] }),
    ),
  );
}

function roleTaken(
  roleArn: string,
  holder: RoleHolder,
  self: RoleHolder,
  { retryable } = { retryable: false },
): Error {
  return applicationFailure({
    code: 'role_taken',
    message: roleTakenMessage(roleArn, holder, self),
    errorType: 'conflict',
    retryable,
  });
}

function withinDeadline<T>(client: Client, call: () => Promise<T>): Promise<T> {
  return client.withDeadline(Date.now() + CALL_DEADLINE_MS, call);
}
