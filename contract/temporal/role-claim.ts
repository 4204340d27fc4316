/**
 * The claim on a role: one workflow for each role ARN keeps which connection the role belongs to. A
 * connection takes the claim when it has proved that the role trusts it, so that nobody can block a role
 * by naming it. The claim counts only as long as its connection does: a claim that a dead process has left
 * behind is taken over.
 */
import type { ResourceMemo } from './entity.ts';

export interface RoleHolder {
  organizationId: string;
  connectionId: string;
  /** The incarnation of the connection. */
  uid: string;
  /** The operation that took the claim. */
  operationId: string;
}

/** The input of the workflow, and its memo. */
export interface RoleClaim {
  holder: RoleHolder;
}

export interface HoldRequest {
  holder: RoleHolder;
  /** The operation of the holder that was found not to count any more. */
  replaces?: string;
}
export type HoldAnswer = { granted: true } | { granted: false; holder: RoleHolder };

export interface ReleaseRoleRequest {
  uid: string;
}

/** Returns true if both are the same connection. */
export function isSameConnection(
  a: Pick<RoleHolder, 'organizationId' | 'connectionId'>,
  b: Pick<RoleHolder, 'organizationId' | 'connectionId'>,
): boolean {
  return a.organizationId === b.organizationId && a.connectionId === b.connectionId;
}

/**
 * Returns true if the claim of a holder counts: its connection exists and has not failed. A connection
 * whose record is lost keeps its role, because resources may still use it.
 *
 * @param entity the latest run of the connection's entity
 */
export function holdsRole(
  { uid }: RoleHolder,
  entity: { isCompleted: boolean; memo: ResourceMemo } | undefined,
): boolean {
  if (entity === undefined || entity.isCompleted) return false;
  const { record } = entity.memo;
  return record.uid === uid && record.status !== 'failed';
}

/** Explains to a client who holds the role, without a word about another organization. */
export function roleTakenMessage(
  roleArn: string,
  holder: RoleHolder,
  { organizationId }: Pick<RoleHolder, 'organizationId'>,
): string {
  return holder.organizationId === organizationId
    ? `The role ${roleArn} belongs to connection ${holder.connectionId}. Use that connection, or delete it first.`
    : `The role ${roleArn} belongs to a connection of another organization. Use another role, or have that connection deleted first.`;
}
