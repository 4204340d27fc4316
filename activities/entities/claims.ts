/** The lock of a resource and its ledger: claim, writeLedger, release. */
import type { Client } from '@temporalio/client';
import { entityWorkflowId } from '../../contract/ids.ts';
import { claimProblem, type ClaimRefusal } from '../../contract/problems/claim-problem.ts';
import type { LedgerEntry } from '../../contract/resources/graph.ts';
import type { ReleaseRequest, ResourceView } from '../../contract/temporal/entity.ts';
import type { OperationSubject } from '../../contract/temporal/operation-input.ts';
import type { ResourceStatus } from '../../contract/vocabulary.ts';
import type { ActivityDeps } from '../deps.ts';
import { applicationFailure } from '../failure.ts';
import { thisOperation, updateEntity } from './update-entity.ts';
import { describeWorkflow } from './workflow-state.ts';

export function claimActivities(deps: ActivityDeps) {
  return {
    /** Locks the resource for this operation. Fails with the code of a refusal, or `record_lost`. */
    async claim(request: {
      subject: OperationSubject;
      status: ResourceStatus;
      unchangedSince?: string;
    }): Promise<ResourceView> {
      const { subject, ...wanted } = request;
      const answer = await updateEntity(deps, subject, 'claim', {
        operationId: thisOperation(),
        resourceUid: subject.resourceUid ?? '',
        ...wanted,
      });
      if (answer?.granted) return answer.resource;
      if (answer === undefined && (await isRecordLost(deps.client, subject))) {
        throw recordLost(subject);
      }
      throw claimRefused(subject, answer ?? { granted: false, code: 'not_found' });
    },

    /**
     * Writes entries to the ledger, before the effects that they announce. Fails with `record_lost` when
     * this operation does not hold the lock.
     */
    async writeLedger(request: {
      subject: OperationSubject;
      entries: LedgerEntry[];
    }): Promise<void> {
      const { subject, entries } = request;
      const answer = await updateEntity(deps, subject, 'writeLedger', {
        operationId: thisOperation(),
        entries,
      });
      if (!answer?.held) throw recordLost(subject);
    },

    /** Unlocks the resource. Succeeds also when an earlier attempt has done so already. */
    async release(request: {
      subject: OperationSubject;
      entries: LedgerEntry[];
      unchanged?: true;
      record?: NonNullable<ReleaseRequest['record']>;
    }): Promise<void> {
      const { subject, ...rest } = request;
      const answer = await updateEntity(deps, subject, 'release', {
        operationId: thisOperation(),
        ...rest,
      });
      // Without its entity the resource would be active in the cloud and unknown to Slipway.
      if (answer === undefined && rest.record?.status === 'active') throw recordLost(subject);
    },
  };
}

/** Returns true if the entity was terminated from outside. An entity completes when its resource is gone. */
async function isRecordLost(client: Client, subject: OperationSubject): Promise<boolean> {
  const { organizationId, resourceType, resourceId } = subject;
  const found = await describeWorkflow(
    client,
    entityWorkflowId(organizationId, resourceType, resourceId),
  );
  return found !== undefined && found.status.name !== 'COMPLETED';
}

function claimRefused(
  { resourceType, resourceId }: OperationSubject,
  refusal: ClaimRefusal,
): Error {
  const { code, message, errorType, conflictingOperationId } = claimProblem(
    `${resourceType} ${resourceId}`,
    refusal,
  );
  return applicationFailure({
    code,
    message,
    errorType,
    // The answer stays the same until a client acts.
    retryable: false,
    ...(conflictingOperationId !== undefined && { conflictingOperationId }),
  });
}

function recordLost({ resourceType, resourceId }: OperationSubject): Error {
  return applicationFailure({
    code: 'record_lost',
    message: `The record of ${resourceType} ${resourceId} is lost, or another operation holds it. Read the resource before you retry.`,
    errorType: 'conflict',
    retryable: false,
  });
}
