/** What the payloads of all forges have in common. Their other fields are not read. */
import * as z from 'zod';
import { repositoryKey } from '../../contract/repository-key.ts';
import type { Repository } from '../../contract/temporal/repository-events.ts';
import type { Received } from './forge-webhooks.ts';

const MAX_URL_LENGTH = 500;
/** More folders than this count as a change of everything. */
const MAX_FOLDERS = 500;
const BRANCH = 'refs/heads/';

export const urlSchema = z.string().max(MAX_URL_LENGTH);
export const pathSchema = z.string().min(1).max(MAX_URL_LENGTH);
export const refSchema = z.string().max(300);
export const branchSchema = z.string().min(1).max(300);
export const commitSchema = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
export const numberSchema = z.int().min(1);
const filesSchema = z.array(z.string()).default([]);
export const commitsSchema = z
  .array(z.object({ added: filesSchema, modified: filesSchema, removed: filesSchema }))
  .default([]);

/** Returns the name of a branch; undefined if the ref is a tag or something else. */
function branchOf(ref: string): string | undefined {
  return ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : undefined;
}

/** A branch that was deleted has this commit. */
function isNoCommit(commit: string): boolean {
  return /^0+$/.test(commit);
}

/** @param urls all URLs of the repository; the first one is that of https */
export function repositoryOf(
  urls: readonly string[],
  names: Pick<Repository, 'path' | 'defaultBranch'>,
): Repository | undefined {
  const keys = [...new Set(urls.flatMap((url) => repositoryKey(url) ?? []))];
  const [first] = urls;
  if (first === undefined || keys.length === 0 || !URL.canParse(first)) return undefined;
  return { keys, host: new URL(first).host, ...names };
}

/** Returns the folders with changed files; undefined if there are too many. */
function foldersOf(commits: z.infer<typeof commitsSchema>): string[] | undefined {
  const folders = new Set<string>();
  for (const { added, modified, removed } of commits) {
    for (const file of [...added, ...modified, ...removed]) {
      folders.add(file.slice(0, Math.max(0, file.lastIndexOf('/'))));
      if (folders.size > MAX_FOLDERS) return undefined;
    }
  }
  return [...folders].toSorted();
}

/** @param isComplete whether the forge lists all commits of the push */
export function pushOf(
  repository: Repository,
  push: { ref: string; after: string; commits: z.infer<typeof commitsSchema>; isComplete: boolean },
): Received {
  const { ref, after: commit, commits, isComplete } = push;
  const branch = branchOf(ref);
  if (branch === undefined) return { ignored: 'The push is not to a branch.' };
  if (isNoCommit(commit)) return { ignored: 'The branch was deleted.' };
  // Without commits, the branch moved to one that the repository had before.
  const folders = isComplete && commits.length > 0 ? foldersOf(commits) : undefined;
  return {
    repository,
    event: { kind: 'push', branch, commit, ...(folders !== undefined && { folders }) },
  };
}
