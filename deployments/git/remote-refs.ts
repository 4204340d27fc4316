/** Finds the commit of a ref among the refs of a remote repository. */
import { COMMIT_PATTERN } from '../../contract/resources/fields/git-source.ts';

/** Returns the commit that a ref is by itself; undefined for a name. */
export function commitIn(ref: string | undefined): string | undefined {
  return ref !== undefined && COMMIT_PATTERN.test(ref) ? ref : undefined;
}

/**
 * The full names that a ref can have: the first one that exists counts, so a branch comes before a tag of the same
 * name. A tag with a message of its own has its commit under `^{}`.
 */
export function refNames(ref = 'HEAD'): string[] {
  if (ref === 'HEAD') return ['HEAD'];
  if (ref.startsWith('refs/')) return [`${ref}^{}`, ref];
  return [`refs/heads/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`];
}

/** Returns the commit of the first name. `lines` is the output of `git ls-remote`. */
export function findCommit(lines: readonly string[], names: readonly string[]): string | undefined {
  const refs = new Map(
    lines.flatMap((line) => {
      const [commit = '', name = ''] = line.split('\t');
      return COMMIT_PATTERN.test(commit) ? [[name, commit] as const] : [];
    }),
  );
  return names.map((name) => refs.get(name)).find((commit) => commit !== undefined);
}
