/** Reads the claims on roles from their memos, which needs no worker. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { isResourceMemo, isRoleClaim } from '../../contract/guards.ts';
import { roleClaimWorkflowId } from '../../contract/ids.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { ConnectionSpec } from '../../contract/resources/connection.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';
import {
  holdsRole,
  isSameConnection,
  roleTakenMessage,
  type ReleaseRoleRequest,
  type RoleHolder,
} from '../../contract/temporal/role-claim.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';
import { findEntityRun } from './find.ts';

/**
 * Throws `role_taken` if another connection holds the role. The check of the role is exact; this one only
 * tells the client at once.
 */
export async function refuseTakenRole(
  client: Client,
  { organizationId }: Pick<Principal, 'organizationId'>,
  connectionId: string,
  { roleArn }: Pick<ConnectionSpec, 'roleArn'>,
): Promise<void> {
  const self = { organizationId, connectionId };
  const holder = await findHolder(client, roleArn);
  if (holder === undefined || isSameConnection(holder, self)) return;
  const run = await findEntityRun(client, holder, 'connection', holder.connectionId);
  const memo: unknown = run?.memo;
  if (run === undefined || !isResourceMemo(memo)) return;
  if (!holdsRole(holder, { isCompleted: run.status.name === 'COMPLETED', memo })) return;
  throw new RequestError('role_taken', roleTakenMessage(roleArn, holder, self));
}

/** Ends the claim of a deleted connection. It does not count any more, so a failure changes nothing. */
export async function releaseRole(
  client: Client,
  roleArn: string,
  release: ReleaseRoleRequest,
): Promise<void> {
  const claim = client.workflow.getHandle(roleClaimWorkflowId(roleArn));
  await withDeadline(client, () =>
    claim.signal<[ReleaseRoleRequest]>(SIGNALS.releaseRole, release),
  ).catch(() => {});
}

async function findHolder(client: Client, roleArn: string): Promise<RoleHolder | undefined> {
  try {
    const claim = client.workflow.getHandle(roleClaimWorkflowId(roleArn));
    const { status, memo } = await withDeadline(client, () => claim.describe());
    return status.name === 'RUNNING' && isRoleClaim(memo) ? memo.holder : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
