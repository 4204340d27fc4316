/** The source of a deployment: the files of a request, or those of an uploaded archive. */
import { timeOfId } from '../../../contract/ids.ts';
import { faulty } from '../../../contract/parse.ts';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import type { DeploymentSpec } from '../../../contract/resources/deployment.ts';
import { placeFaults, sourceSchema } from '../../../contract/resources/fields/module-source.ts';
import { patchValues } from '../../../contract/resources/merge-patch.ts';
import type { CreateRequestOf, UpdateRequestOf } from '../../../contract/resources/schemas.ts';
import { useArchive } from '../../../deployments/storage/archives.ts';
import { sourceDigest, type SourceFiles } from '../../../deployments/storage/source.ts';
import type { Principal } from '../../temporal/calls.ts';
import type { KindDeps } from '../resource-kind.ts';

/** How many names of an archive's files a record has. */
const MAX_NAMES = 100;

export interface Source {
  /** Of an archive, the texts of the module files, and '' for each other file. */
  files: SourceFiles;
  archive?: { sha256: string; bytes: number } | undefined;
  workingDirectory?: string | undefined;
}

type Deps = Pick<KindDeps, 'blobs' | 'newId'>;
type SourceRequest = CreateRequestOf<'deployment'>['source'];
type SourcePatch = NonNullable<UpdateRequestOf<'deployment'>['source']>;

/** Returns the source of a request. Throws `invalid_request` if its archive is not stored, or is no module. */
export async function requestedSource(
  deps: Deps,
  principal: Pick<Principal, 'organizationId'>,
  { files, archive, workingDirectory }: SourceRequest,
): Promise<Source> {
  const place = workingDirectory === undefined ? {} : { workingDirectory };
  if (archive === undefined) return { files: files ?? {}, ...place };
  const now = timeOfId(deps.newId());
  const index = await useArchive(
    deps.blobs,
    { organizationId: principal.organizationId, digest: archive },
    now,
  );
  const pointer = '/source/archive';
  if (index === undefined) {
    const detail = `is not uploaded, or was not used for 30 days; upload it with PUT /archives/${archive}`;
    throw faulty('invalid_request', 'body', [{ pointer, detail }]);
  }
  const wrong = placeFaults(Object.keys(index.files), workingDirectory);
  const faults = wrong.map(({ path, message }) => ({
    pointer,
    detail: path.length === 0 ? message : `has ${path.join('/')}, which ${message}`,
  }));
  if (faults.length > 0) throw faulty('invalid_request', 'module', faults);
  return { files: index.files, archive: { sha256: archive, bytes: index.bytes }, ...place };
}

/** The source after the patch. Throws `invalid_request` when it is no longer a module. */
export async function patchedSource(
  deps: Deps,
  owner: Pick<Principal, 'organizationId'>,
  before: Source,
  patch: SourcePatch = {},
): Promise<Source> {
  const { workingDirectory = before.workingDirectory, archive, files } = patch;
  const place = typeof workingDirectory === 'string' ? { workingDirectory } : {};
  if (archive !== undefined) return requestedSource(deps, owner, { archive, ...place });
  if (before.archive !== undefined) {
    if (files === undefined) {
      const { sha256 } = before.archive;
      return requestedSource(deps, owner, { archive: sha256, ...place });
    }
    const detail =
      'cannot be changed one by one, because they are in an archive; upload another archive';
    throw faulty('invalid_request', 'body', [{ pointer: '/source/files', detail }]);
  }
  const merged = patchValues<string | null>(before.files, files);
  const parsed = sourceSchema.safeParse({ files: merged, ...place });
  if (parsed.success) return { files: parsed.data.files ?? {}, ...place };
  const faults = parsed.error.issues.map(({ message }) => ({
    pointer: '/source/files',
    detail: message,
  }));
  const reasons = faults.map(({ detail }) => detail).join('; ');
  throw new RequestError(
    'invalid_request',
    `The patched files are not a valid module: ${reasons}`,
    { faults },
  );
}

/** What the record keeps of a source. */
export function storedSource({
  files,
  archive,
  workingDirectory,
}: Source): DeploymentSpec['source'] {
  const names = Object.keys(files).toSorted();
  return {
    sha256: sourceDigest(files),
    files:
      archive === undefined
        ? names
        : names.filter((name) => files[name] !== '').slice(0, MAX_NAMES),
    ...(archive !== undefined && { archive }),
    ...(workingDirectory !== undefined && { workingDirectory }),
  };
}
