import type { OperationSubject } from '../temporal/operation-input.ts';
import { nodeUrn } from '../ids.ts';
import type { ProgressResource } from './operation.ts';
import type { ConnectionSpec } from '../resources/connection.ts';
import { CONNECTION_CHECKS, type ConnectionCheck } from '../vocabulary.ts';

/** The checks of a connection. Without a plan role there is none to check. */
export function checksOf({ planRoleArn }: Pick<ConnectionSpec, 'planRoleArn'>): ConnectionCheck[] {
  return CONNECTION_CHECKS.filter((check) => check !== 'plan_role' || planRoleArn !== undefined);
}

/** The checks of a connection as the operation shows them before the first one runs. */
export function plannedChecks(
  subject: OperationSubject,
  spec: Pick<ConnectionSpec, 'planRoleArn'>,
): ProgressResource[] {
  return checksOf(spec).map((name) => ({
    urn: nodeUrn(subject, 'connection_check', name),
    type: 'connection_check',
    name,
    operation: 'read',
    status: 'pending',
  }));
}
