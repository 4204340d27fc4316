/**
 * The claim on a role: one workflow for each role ARN keeps which connection the role belongs to. A
 * connection takes the claim when it has proved that the role trusts it, so that nobody can block a role
 * by naming it. The claim counts only as long as its connection does: a claim that a dead process has left
 * behind is taken over.
 */
import type { ConnectionSpec } from '../resources/connection.ts';

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

/** The roles that a connection claims. */
export function rolesOf({
  roleArn,
  planRoleArn,
}: Pick<ConnectionSpec, 'roleArn' | 'planRoleArn'>): string[] {
  return planRoleArn === undefined ? [roleArn] : [roleArn, planRoleArn];
}
