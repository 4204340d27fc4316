/** Finds the files of a module in a directory, and nothing outside of it. */
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit.ts';
import { reasonOf, unreadable } from '../input/unreadable.ts';
import { createIgnoreRules, type IgnoreRules, type Reason } from './ignore-rules.ts';

/** Files that make a directory a module. */
export const MODULE_FILE = /\.(?:tf|tofu)(?:\.json)?$/;

/** The service accepts no more files in an archive. */
const MAX_FILES = 5_000;
/** How many files and directories are looked at, so that `--dir /` does not walk through the whole disk. */
const MAX_ENTRIES = 10_000;

export interface FoundModule {
  /** The real path of each file by its path in the module, sorted. */
  files: ReadonlyMap<string, string>;
  /** The paths that are left out. Those of folders end with a slash. */
  leftOut: ReadonlyMap<Reason, readonly string[]>;
}

/**
 * A link to a file or a directory of the module is read like its target, and left out like its target.
 *
 * @throws UsageError when the directory cannot be read, has no module file, or has too many files; and when a link
 *   cannot be followed, leads out of the directory, or leads to a directory that contains it
 */
export function findModule(directory: string): FoundModule {
  const root = realPath(directory);
  const search: Search = {
    directory,
    root,
    rules: createIgnoreRules(root),
    files: new Map(),
    leftOut: new Map(),
    entries: 0,
  };
  collect(search, '', []);
  const { files, leftOut } = search;
  if (![...files.keys()].some((name) => MODULE_FILE.test(name))) {
    const rules = leftOut.has('ignored')
      ? ' that .gitignore or .terraformignore does not leave out'
      : '';
    throw new UsageError(
      `Directory ${directory} has no .tf or .tofu file${rules}. Choose the directory of the module with --dir.`,
    );
  }
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { files: new Map(sorted), leftOut };
}

interface Search {
  /** The directory as the user named it. */
  directory: string;
  /** The same directory without symbolic links. */
  root: string;
  rules: IgnoreRules;
  files: Map<string, string>;
  leftOut: Map<Reason, string[]>;
  /** How many files and directories were looked at. */
  entries: number;
}

/** @param parents the real paths of the directories above */
function collect(search: Search, below: string, parents: readonly string[]): void {
  const directory = path.join(search.directory, below);
  const real = realPath(directory);
  if (parents.includes(real)) {
    throw new UsageError(`${directory} leads back to ${real}, which contains it. Remove the link.`);
  }
  const entries = list(directory);
  search.entries += entries.length;
  if (search.entries > MAX_ENTRIES) throw tooMany(search, MAX_ENTRIES);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(below, entry.name);
    const found = look(search, name, path.join(real, entry.name), entry);
    if ('reason' in found) {
      const shown = entry.isDirectory() ? `${name}/` : name;
      search.leftOut.set(found.reason, [...(search.leftOut.get(found.reason) ?? []), shown]);
    } else if (found.isDirectory) {
      collect(search, name, [...parents, real]);
    } else {
      search.files.set(name, found.file);
    }
    if (search.files.size > MAX_FILES) throw tooMany(search, MAX_FILES);
  }
}

interface Target {
  /** The path without symbolic links. */
  file: string;
  isDirectory: boolean;
}

/**
 * Returns why an entry is left out, or where it leads. Asks the rules about its path and, because a link may lead to
 * it, about where it really is.
 */
function look(
  search: Search,
  name: string,
  file: string,
  entry: Dirent,
): { reason: Reason } | Target {
  const { rules, root } = search;
  const reasonFor = (target: Target) => {
    const real = path.relative(root, target.file).replaceAll(path.sep, '/');
    const end = target.isDirectory ? '/' : '';
    // A link to the module itself is refused later.
    return rules(`${name}${end}`) ?? (real === '' ? undefined : rules(`${real}${end}`));
  };
  const isLink = entry.isSymbolicLink();
  // A link that is left out is not followed, wherever it leads. It may lead to a file or to a folder.
  const before =
    reasonFor({ file, isDirectory: entry.isDirectory() }) ??
    (isLink ? reasonFor({ file, isDirectory: true }) : undefined);
  if (before !== undefined) return { reason: before };
  if (!isLink) return { file, isDirectory: entry.isDirectory() };
  const target = targetOfLink(search, name);
  const reason = reasonFor(target);
  return reason === undefined ? target : { reason };
}

/**
 * The module may come from another person, and a link must not send a file that only the user may read.
 *
 * @throws UsageError when the link cannot be followed, or leads out of the module
 */
function targetOfLink({ directory, root }: Search, name: string): Target {
  const link = path.join(directory, name);
  let target: string;
  let isDirectory: boolean;
  try {
    target = realpathSync(link);
    isDirectory = statSync(target).isDirectory();
  } catch (error) {
    throw new UsageError(
      `Link ${link} cannot be followed: ${reasonOf(error)}. Remove it, or name it in .terraformignore.`,
    );
  }
  if (isWithin(target, root)) return { file: target, isDirectory };
  throw new UsageError(
    `Link ${link} leads out of the module, to ${target}. Replace the link with a copy of what it leads to, or name it in .terraformignore.`,
  );
}

function tooMany({ directory }: Search, limit: number): UsageError {
  return new UsageError(
    `Directory ${directory} has more than ${limit} files. Choose the directory of the module with --dir, or name what is not part of it in .terraformignore.`,
  );
}

function isWithin(file: string, directory: string): boolean {
  return `${file}${path.sep}`.startsWith(path.join(directory, path.sep));
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch (error) {
    throw unreadable(`Directory ${directory}`, error);
  }
}

function list(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    throw unreadable(`Directory ${directory}`, error);
  }
}
