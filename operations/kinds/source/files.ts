/**
 * The files of deployments. The blob store keeps them; records and inputs hold their names and their
 * hash.
 */
import type { Client } from '@temporalio/client';
import { timeOfId } from '../../../contract/ids.ts';
import { faulty } from '../../../contract/parse.ts';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import type { Deployment, DeploymentSpec } from '../../../contract/resources/deployment.ts';
import { moduleFaults } from '../../../deployments/lint/module-faults.ts';
import type { LintSettings } from '../../../deployments/lint/rules.ts';
import { noteReservation, removeAbandoned } from '../../../deployments/storage/abandoned.ts';
import type { BlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { noteName, storedUnderName } from '../../../deployments/storage/names.ts';
import {
  storeArchiveUse,
  storePreviewSource,
  storeSource,
} from '../../../deployments/storage/source.ts';
import { isUnfetched, type Source } from '../../../deployments/storage/stored-source.ts';
import { findEntity } from '../../entities/find.ts';
import type { Submission } from '../../admission/submission.ts';

/**
 * Stores the files, unless the operation has yet to fetch them. Those of a preview are stored apart, and removed
 * after its answer.
 */
export async function storeFiles(
  blobs: BlobStore,
  { organizationId, uid }: Pick<Deployment, 'organizationId' | 'uid'>,
  { files, archive, git }: Source,
  { operationId, validateOnly }: Submission,
): Promise<void> {
  if (isUnfetched({ git, archive })) return;
  const deployment = { organizationId, uid };
  if (validateOnly) {
    await storePreviewSource(blobs, deployment, operationId, files);
    return;
  }
  const keys = deploymentKeys(organizationId, uid);
  await storeSource(blobs, keys, files);
  if (archive !== undefined) await storeArchiveUse(blobs, keys, archive.sha256);
}

/**
 * Throws `record_lost` when the state of an earlier deployment of the name is stored, and Temporal knows nothing of that
 * deployment any more. A new one would make its resources a second time.
 */
export async function refuseLostState(
  { client, blobs }: { client: Client; blobs: BlobStore },
  organizationId: string,
  name: string,
): Promise<void> {
  const uid = await storedUnderName(blobs, organizationId, name);
  if (uid === undefined) return;
  if ((await findEntity(client, { organizationId }, 'deployment', name)) !== undefined) return;
  throw new RequestError(
    'record_lost',
    `The state of an earlier deployment ${name} is still stored, and its record is lost. Choose another name. An operator of the service finds the state in the blob store under ${deploymentKeys(organizationId, uid).all}: destroy its resources with it, and then remove that folder.`,
  );
}

/**
 * Stores the files of a new deployment whose name is reserved. Also removes what earlier requests, whose
 * process died before their operation started, have left of the organization's deployments.
 */
export async function storeNewFiles(
  { client, blobs }: { client: Client; blobs: BlobStore },
  { organizationId, uid, name }: Pick<Deployment, 'organizationId' | 'uid' | 'name'>,
  source: Source,
  submission: Submission,
): Promise<void> {
  if (!submission.validateOnly) await noteReservation(blobs, { organizationId, uid }, name);
  await storeFiles(blobs, { organizationId, uid }, source, submission);
  if (submission.validateOnly) return;
  await noteName(blobs, { organizationId, uid }, name);
  await removeAbandoned(blobs, organizationId, {
    now: timeOfId(uid),
    async exists(id, reserved) {
      const entity = await findEntity(client, { organizationId }, 'deployment', id);
      return entity?.memo.record.uid === reserved;
    },
  });
}

/**
 * Throws `invalid_request` with everything that the files contain and the settings do not allow, and with each
 * value for a variable that the module does not declare. The engine would ignore such a value.
 */
export function checkModule(
  source: Source,
  rules: LintSettings,
  values: Pick<DeploymentSpec, 'variables' | 'secrets'>,
): void {
  // The operation checks what it fetches.
  if (isUnfetched(source)) return;
  const faults = moduleFaults(source, rules, values);
  if (faults.length > 0) throw faulty('invalid_request', 'module', faults);
}
