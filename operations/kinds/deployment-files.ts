/**
 * The files of deployments. The blob store keeps them; records and inputs hold their names and their
 * hash.
 */
import type { Client } from '@temporalio/client';
import { timeOfId } from '../../contract/ids.ts';
import { faulty } from '../../contract/parse.ts';
import { RequestError, type RequestFault } from '../../contract/problems/problem-codes.ts';
import type { Deployment, DeploymentSpec } from '../../contract/resources/deployment.ts';
import { sourceSchema } from '../../contract/resources/fields/module-source.ts';
import { patchValues } from '../../contract/resources/merge-patch.ts';
import type { UpdateRequestOf } from '../../contract/resources/schemas.ts';
import { lintModule } from '../../deployments/lint/lint.ts';
import { declaredVariables } from '../../deployments/lint/variables.ts';
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

/** The files of a module, and the folder in which the engine runs. */
interface Source {
  files: SourceFiles;
  workingDirectory?: string | undefined;
}

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

export function sourceOf({ files, workingDirectory }: Source): DeploymentSpec['source'] {
  return {
    sha256: sourceDigest(files),
    files: Object.keys(files).toSorted(),
    ...(workingDirectory !== undefined && { workingDirectory }),
  };
}

/**
 * Throws `invalid_request` with everything that the files contain and the settings do not allow, and with each
 * value for a variable that the module does not declare. The engine would ignore such a value.
 */
export function checkModule(
  { files, workingDirectory }: Source,
  rules: LintSettings,
  values: Pick<DeploymentSpec, 'variables' | 'secrets'>,
): void {
  const inFiles = lintModule(files, rules).map(({ file, message }) => ({
    pointer: `/source/files/${file.replaceAll('/', '~1')}`,
    detail: message,
  }));
  const faults = [...inFiles, ...undeclared({ files, workingDirectory }, values)];
  if (faults.length > 0) throw faulty('invalid_request', 'module', faults);
}

const MAX_NAMED_VARIABLES = 10;

function undeclared(
  { files, workingDirectory }: Source,
  { variables, secrets }: Pick<DeploymentSpec, 'variables' | 'secrets'>,
): RequestFault[] {
  const given = Object.entries({ variables, secrets });
  if (given.every(([, values]) => Object.keys(values).length === 0)) return [];
  const declared = declaredVariables(files, workingDirectory);
  const names = [...declared.keys()].toSorted();
  const more =
    names.length > MAX_NAMED_VARIABLES ? ` and ${names.length - MAX_NAMED_VARIABLES} more` : '';
  const known =
    names.length === 0 ? 'none' : `${names.slice(0, MAX_NAMED_VARIABLES).join(', ')}${more}`;
  return given.flatMap(([field, values]) =>
    Object.keys(values)
      .filter((name) => !declared.has(name))
      .map((name) => ({
        pointer: `/${field}/${name}`,
        detail: `is not a variable of the module, which declares ${known}`,
      })),
  );
}

type SourcePatch = NonNullable<UpdateRequestOf<'deployment'>['source']>;

/** The source after the patch. Throws `invalid_request` when it is no longer a module. */
export function patchSource(before: Source, patch: SourcePatch = {}): Source {
  const { workingDirectory = before.workingDirectory } = patch;
  const parsed = sourceSchema.safeParse({
    files: patchValues<string | null>(before.files, patch.files),
    ...(typeof workingDirectory === 'string' && { workingDirectory }),
  });
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
