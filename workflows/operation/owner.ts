import { ApplicationFailure } from '@temporalio/workflow';
import type { CloudOperationSubject } from '../../contract/temporal/operation-input.ts';
import type { Owner } from '../../contract/resources/graph.ts';

/** The resource on whose behalf an operation calls its provider. */
export function ownerOf(subject: CloudOperationSubject, connectionId: string | undefined): Owner {
  const { organizationId, resourceType, resourceId, resourceUid, region } = subject;
  if (resourceUid === undefined)
    throw ApplicationFailure.nonRetryable('the operation names no resource');
  return {
    organizationId,
    resourceType,
    resourceId,
    resourceUid,
    region,
    ...(connectionId !== undefined && { connectionId }),
  };
}
