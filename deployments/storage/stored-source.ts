/** The source of a deployment: the files of a request, of an uploaded archive, or of a git repository. */
import type { StoredGit } from '../../contract/resources/fields/git-source.ts';
import type { StoredSource } from '../../contract/resources/fields/module-source.ts';
import { sourceDigest, type SourceFiles } from './source.ts';

/** How many names of an archive's files a record has. */
const MAX_NAMES = 100;

export interface Source {
  /** Of an archive, the texts of the module files, and '' for each other file. */
  files: SourceFiles;
  archive?: { sha256: string; bytes: number } | undefined;
  /** Where the archive comes from. Without an archive, the operation fetches the files. */
  git?: StoredGit | undefined;
  workingDirectory?: string | undefined;
}

/** What the record keeps of a source. */
export function storedSource({ files, archive, git, workingDirectory }: Source): StoredSource {
  const names = Object.keys(files).toSorted();
  return {
    sha256: sourceDigest(files),
    files:
      archive === undefined
        ? names
        : names.filter((name) => files[name] !== '').slice(0, MAX_NAMES),
    ...(archive !== undefined && { archive }),
    ...(git !== undefined && { git }),
    ...(workingDirectory !== undefined && { workingDirectory }),
  };
}

/** Whether an operation has yet to fetch the files. */
export function isUnfetched({ git, archive }: Pick<Source, 'git' | 'archive'>): boolean {
  return git !== undefined && archive === undefined;
}
