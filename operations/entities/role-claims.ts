/** Reads the claims on roles from their memos, which needs no worker. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { isRoleClaim } from '../../contract/guards.ts';
import { roleClaimWorkflowId } from '../../contract/ids.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { holdsRole, roleTakenMessage } from '../../contract/problems/role-taken.ts';
import type { ConnectionSpec } from '../../contract/resources/connection.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';
import {
  isSameConnection,
  rolesOf,
  type ReleaseRoleRequest,
  type RoleHolder,
} from '../../contract/temporal/role-claim.ts';
import { withDeadline, type Principal } from '../temporal/calls.ts';
import { findEntityRun } from './find.ts';

type Roles = Pick<ConnectionSpec, 'roleArn' | 'planRoleArn'>;

/**
 * Throws `role_taken` if another connection holds one of the roles. The checks of the roles are exact; this
 * one only tells the client at once.
 */
export async function refuseTakenRoles(
  client: Client,
  { organizationId }: Pick<Principal, 'organizationId'>,
  connectionId: string,
  roles: Roles,
): Promise<void> {
  const self = { organizationId, connectionId };
  for (const roleArn of rolesOf(roles)) {
    const holder = await findHolder(client, roleArn);
    if (holder === undefined || isSameConnection(holder, self)) continue;
    const entity = await findEntityRun(client, holder, 'connection', holder.connectionId);
    if (!holdsRole(holder, entity)) continue;
    throw new RequestError('role_taken', roleTakenMessage(roleArn, holder, self));
  }
}

/** Ends the claims of a deleted connection. They do not count any more, so a failure changes nothing. */
export async function releaseRoles(
  client: Client,
  roles: Roles,
  release: ReleaseRoleRequest,
): Promise<void> {
  for (const roleArn of rolesOf(roles)) {
    const claim = client.workflow.getHandle(roleClaimWorkflowId(roleArn));
    await withDeadline(client, () =>
      claim.signal<[ReleaseRoleRequest]>(SIGNALS.releaseRole, release),
    ).catch(() => {});
  }
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
