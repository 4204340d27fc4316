/**
 * The files of deployments. The blob store keeps them; records and inputs hold their names and their
 * hash.
 */
import type { Client } from '@temporalio/client';
import { timeOfId } from '../../contract/ids.ts';
import { faulty } from '../../contract/parse.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import {
  sourceFilesSchema,
  type Deployment,
  type DeploymentSpec,
} from '../../contract/resources/deployment.ts';
import { mergePatch } from '../../contract/resources/merge-patch.ts';
import { lintModule } from '../../deployments/lint/lint.ts';
import type { LintSettings } from '../../deployments/lint/rules.ts';
import { noteReservation, removeAbandoned } from '../../deployments/storage/abandoned.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import {
  sourceDigest,
  storePreviewSource,
  storeSource,
  type SourceFiles,
} from '../../deployments/storage/source.ts';
import { findEntity } from '../entities/find.ts';
import type { Submission } from '../admission/submission.ts';

/** Stores the files. Those of a preview are stored apart, and removed after its answer. */
export async function storeFiles(
  blobs: BlobStore,
  { organizationId, uid }: Pick<Deployment, 'organizationId' | 'uid'>,
  files: SourceFiles,
  { operationId, validateOnly }: Submission,
): Promise<void> {
  const deployment = { organizationId, uid };
  if (validateOnly) await storePreviewSource(blobs, deployment, operationId, files);
  else await storeSource(blobs, deploymentKeys(organizationId, uid), files);
}

/**
 * Stores the files of a new deployment whose name is reserved. Also removes what earlier requests, whose
 * process died before their operation started, have left of the organization's deployments.
 */
export async function storeNewFiles(
  { client, blobs }: { client: Client; blobs: BlobStore },
  { organizationId, uid, name }: Pick<Deployment, 'organizationId' | 'uid' | 'name'>,
  files: SourceFiles,
  submission: Submission,
): Promise<void> {
  if (!submission.validateOnly) await noteReservation(blobs, { organizationId, uid }, name);
  await storeFiles(blobs, { organizationId, uid }, files, submission);
  if (submission.validateOnly) return;
  await removeAbandoned(blobs, organizationId, {
    now: timeOfId(uid),
    async exists(id, reserved) {
      const entity = await findEntity(client, { organizationId }, 'deployment', id);
      return entity?.memo.record.uid === reserved;
    },
  });
}

export function sourceOf(files: SourceFiles): DeploymentSpec['source'] {
  return { sha256: sourceDigest(files), files: Object.keys(files).toSorted() };
}

/** Throws `invalid_request` with everything that the files contain and the settings do not allow. */
export function checkModule(files: SourceFiles, rules: LintSettings): void {
  const faults = lintModule(files, rules).map(({ file, message }) => ({
    pointer: `/source/files/${file.replaceAll('/', '~1')}`,
    detail: message,
  }));
  if (faults.length > 0) throw faulty('invalid_request', 'module', faults);
}

/** The files after the patch. Throws `invalid_request` when they are no longer a module. */
export function patchFiles(files: SourceFiles, patch: Record<string, string | null>): SourceFiles {
  const parsed = sourceFilesSchema.safeParse(mergePatch(files, patch));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ message }) => ({
    pointer: '/source/files',
    detail: message,
  }));
  const reasons = faults.map(({ detail }) => detail).join('; ');
  throw new RequestError(
    'invalid_request',
    `The patched files are not a valid module: ${reasons}`,
    {
      faults,
    },
  );
}
