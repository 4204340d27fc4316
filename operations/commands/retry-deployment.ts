/** Does again what was to make a deployment and has left nothing of it. */
import type { Client } from '@temporalio/client';
import type { ApplyDeploymentInput } from '../../contract/temporal/operation-input.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { loadRetrySource } from '../../deployments/storage/source.ts';
import { emptyRecord, placesOf } from './operation-subject.ts';
import type { Admission } from '../admission/admit.ts';
import { keepFiles } from './deployments.ts';
import { taken, type Reservations } from '../admission/reservation.ts';
import { findEntity } from '../entities/resources.ts';
import type { Principal } from '../temporal/calls.ts';

export type DeploymentMaker = (
  principal: Principal,
  input: ApplyDeploymentInput,
  admission: Admission,
) => Promise<ApplyDeploymentInput | undefined>;

/**
 * Makes a creation that makes the deployment anew, under another uid, from the files that were kept;
 * resolves to undefined when the deployment is there. Throws `already_exists` when its name stands for
 * another one, and `not_retryable` when its files are gone.
 */
export function createDeploymentMaker(options: {
  client: Client;
  reservations: Reservations;
  blobs: BlobStore;
  newId(): string;
}): DeploymentMaker {
  const { client, reservations, blobs, newId } = options;
  return async (principal, input, admission) => {
    const { subject, spec } = input;
    const { organizationId, resourceId, resourceUid: before = '' } = subject;
    const found = await findEntity(client, principal, 'deployment', resourceId);
    if (found !== undefined && found.memo.claimedBy !== admission.operationId) {
      if (found.memo.record.uid !== before) throw taken('deployment', resourceId);
      return undefined;
    }
    const files = await loadRetrySource(blobs, { organizationId, uid: before }, spec.source.sha256);
    if (files === undefined) {
      throw new RequestError(
        'not_retryable',
        'Nothing was made of this deployment, and its files are kept no longer. Submit it anew.',
      );
    }
    const record = {
      ...emptyRecord(newId(), principal, admission, resourceId),
      spec,
      ...placesOf(input),
    };
    const uid = await reservations.reserve(principal, 'deployment', record, admission);
    await keepFiles(blobs, { organizationId, uid }, files, admission);
    return { ...input, subject: { ...subject, resourceUid: uid } };
  };
}
