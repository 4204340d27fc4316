/** The source that a request asks for: files, an uploaded archive, or a git repository. */
import { timeOfId } from '../../../contract/ids.ts';
import { faulty } from '../../../contract/parse.ts';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import { sourceSchema } from '../../../contract/resources/fields/module-source.ts';
import { placeFaults } from '../../../contract/resources/fields/source-paths.ts';
import { patchValues } from '../../../contract/resources/merge-patch.ts';
import type { CreateRequestOf, UpdateRequestOf } from '../../../contract/resources/schemas.ts';
import { useArchive } from '../../../deployments/storage/archives.ts';
import type { Source } from '../../../deployments/storage/stored-source.ts';
import type { Principal } from '../../temporal/calls.ts';
import type { KindDeps } from '../resource-kind.ts';
import { isSameGit, patchedGit, refuseProtocol } from './git.ts';

type Deps = Pick<KindDeps, 'blobs' | 'newId' | 'gitProtocols'>;
type SourceRequest = CreateRequestOf<'deployment'>['source'];
type SourcePatch = NonNullable<UpdateRequestOf<'deployment'>['source']>;

/** Returns the source of a request. Throws `invalid_request` if its archive is not stored, or is no module. */
export async function requestedSource(
  deps: Deps,
  principal: Pick<Principal, 'organizationId'>,
  { files, archive, git, workingDirectory }: SourceRequest,
): Promise<Source> {
  const place = workingDirectory === undefined ? {} : { workingDirectory };
  if (git !== undefined) {
    refuseProtocol(deps, git);
    return { files: {}, git, ...place };
  }
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
  const { workingDirectory = before.workingDirectory, archive, git, files } = patch;
  const place = typeof workingDirectory === 'string' ? { workingDirectory } : {};
  if (archive !== undefined) return requestedSource(deps, owner, { archive, ...place });
  if (git !== undefined || (before.git !== undefined && files === undefined)) {
    const wanted = patchedGit(before.git, git);
    if (!isSameGit(before.git, wanted) || before.archive === undefined) {
      return requestedSource(deps, owner, { git: wanted, ...place });
    }
  } else if (before.archive !== undefined && files !== undefined) {
    throw faulty('invalid_request', 'body', [
      { pointer: '/source/files', detail: notOneByOne(before) },
    ]);
  }
  if (before.archive !== undefined) {
    const { sha256 } = before.archive;
    const source = await requestedSource(deps, owner, { archive: sha256, ...place });
    return { ...source, git: before.git };
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

function notOneByOne({ git }: Source): string {
  const why =
    git === undefined
      ? 'they are in an archive; upload another archive'
      : 'they come from a git repository; push the change, and refresh the source';
  return `cannot be changed one by one, because ${why}`;
}
