import type { CloudOperationSubject } from '../../contract/temporal/operation-input.ts';
import { nodeUrn } from '../../contract/ids.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { CONNECTION_CHECKS } from '../../contract/vocabulary.ts';

/** The checks of a connection as the operation shows them before the first one runs. */
export function plannedChecks(subject: CloudOperationSubject): ProgressResource[] {
  return CONNECTION_CHECKS.map((name) => ({
    urn: nodeUrn(subject, 'connection_check', name),
    type: 'connection_check',
    name,
    operation: 'read',
    status: 'pending',
  }));
}
