/** The git source of a deployment, as far as webhooks need it. */
import { repositoryKey } from '../../contract/repository-key.ts';
import type { Deployment } from '../../contract/resources/deployment.ts';
import type { Repository } from '../../contract/temporal/repository-events.ts';

export interface TrackedSource {
  branch: string;
  /** The commit that the deployment has; undefined until an operation has found it. */
  commit: string | undefined;
  /** The folder of the module; undefined for the whole repository. */
  path: string | undefined;
  /** The name of the secret with the token for the forge. */
  tokenSecret: string | undefined;
}

/** Returns undefined if the deployment does not follow this repository. */
export function trackedSource(
  { spec }: Pick<Deployment, 'spec'>,
  { keys, defaultBranch }: Repository,
): TrackedSource | undefined {
  const { git } = spec.source;
  const key = git && repositoryKey(git.url);
  if (git === undefined || key === undefined || !keys.includes(key)) return undefined;
  return {
    branch: git.ref?.replace(/^refs\/heads\//, '') ?? defaultBranch,
    commit: git.commit,
    path: git.path,
    tokenSecret: spec.forgeToken,
  };
}

/** Whether a change in one of the folders concerns the source. Unknown folders may. */
export function concerns(
  { path }: Pick<TrackedSource, 'path'>,
  folders: readonly string[] | undefined,
): boolean {
  if (path === undefined || folders === undefined) return true;
  return folders.some((folder) => folder === path || folder.startsWith(`${path}/`));
}
