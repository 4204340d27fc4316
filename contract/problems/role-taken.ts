/** Judges and explains the claim on a role, for the API and the workers alike. */
import { isResourceMemo } from '../guards.ts';
import type { RoleHolder } from '../temporal/role-claim.ts';

/**
 * Returns true if the claim of a holder counts: its connection exists and has not failed. A connection
 * whose record is lost keeps its role, because resources may still use it.
 *
 * @param entity the latest run of the connection's entity, as Temporal describes it
 */
export function holdsRole(
  { uid }: RoleHolder,
  entity: { status: { name: string }; memo?: unknown } | undefined,
): boolean {
  if (entity === undefined || entity.status.name === 'COMPLETED') return false;
  if (!isResourceMemo(entity.memo)) return false;
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
