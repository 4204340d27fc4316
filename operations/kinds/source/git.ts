/** Git repositories as sources of deployments. Only workers talk to them. */
import { faulty } from '../../../contract/parse.ts';
import {
  gitProtocolOf,
  gitSourceSchema,
  type GitSource,
  type StoredGit,
} from '../../../contract/resources/fields/git-source.ts';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import { mergePatch } from '../../../contract/resources/merge-patch.ts';
import type { UpdateRequestOf } from '../../../contract/resources/schemas.ts';
import { isInputOf, type OperationInput } from '../../../contract/temporal/operation-input.ts';
import type { Source } from '../../../deployments/storage/stored-source.ts';
import type { KindDeps } from '../resource-kind.ts';

type GitPatch = NonNullable<UpdateRequestOf<'deployment'>['source']>['git'];

/** Throws `invalid_request` if the settings do not allow the protocol of the repository. */
export function refuseProtocol(
  { gitProtocols }: Pick<KindDeps, 'gitProtocols'>,
  { url }: GitSource,
): void {
  const protocol = gitProtocolOf(url);
  if (protocol !== undefined && gitProtocols.includes(protocol)) return;
  const allowed = gitProtocols.map((name) => `${name}://`).join(' or ');
  const detail = `must begin with ${allowed}, unless other protocols are allowed (SLIPWAY_GIT_PROTOCOLS)`;
  throw faulty('invalid_request', 'body', [{ pointer: '/source/git/url', detail }]);
}

/** The repository after the patch, without a commit. Throws `invalid_request` if it is incomplete. */
export function patchedGit(before: StoredGit | undefined, patch: GitPatch): GitSource {
  const { commit: _commit, ...named } = before ?? {};
  const parsed = gitSourceSchema.safeParse(mergePatch(named, patch ?? {}));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({
    pointer: ['/source/git', ...path.map(String)].join('/'),
    detail: message,
  }));
  throw faulty('invalid_request', 'body', faults);
}

/** Whether both name the same files, as long as nobody refreshes the source. */
export function isSameGit(before: StoredGit | undefined, after: GitSource): boolean {
  return before?.url === after.url && before.ref === after.ref && before.path === after.path;
}

/** The input of a retry, which fetches the same commit as the first operation, once that operation has known one. */
export function pinned(input: OperationInput, commit: string | undefined): OperationInput {
  if (!isInputOf(input, 'apply_deployment') || commit === undefined) return input;
  const { source } = input.spec;
  if (source.git === undefined) return input;
  return {
    ...input,
    spec: { ...input.spec, source: { ...source, git: { ...source.git, commit } } },
  };
}

/** The same source without its commit. Throws `invalid_request` if the source is not in a repository. */
export function refreshedSource({ git, workingDirectory }: Source, id: string): Source {
  if (git === undefined) {
    throw new RequestError(
      'invalid_request',
      `The source of deployment ${id} is not in a git repository, so there is nothing to refresh. Change it with PATCH.`,
    );
  }
  const { commit: _commit, ...named } = git;
  return { files: {}, git: named, workingDirectory };
}
