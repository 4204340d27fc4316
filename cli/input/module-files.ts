/** Reads the files of a module from a directory, and nothing from outside of it. */
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit.ts';
import { readRegularFile } from './regular-file.ts';
import { decodeText } from './text.ts';

/**
 * Files of the module, templates, and the lock file of its providers. Other files are not sent, because
 * state files, variable files and others may contain secrets.
 */
const MODULE_FILE = /(?:\.(?:tf|tofu)(?:\.json)?|\.tftpl|(?:^|\/)\.terraform\.lock\.hcl)$/;

/** The service accepts no more files. */
const MAX_FILES = 250;
/** More than the service accepts in a request, whose answer names the exact limit. */
const MAX_BYTES = 1024 * 1024;
/** How many files and directories are looked at, so that `--dir /` does not walk through the whole disk. */
const MAX_ENTRIES = 10_000;

export function isModuleFile(file: string): boolean {
  return MODULE_FILE.test(file);
}

/**
 * Returns the text of each file of the module by its path, including subdirectories. Directories that start
 * with a dot belong to tools and are skipped. A link to a file or a directory of the module is read like its
 * target.
 *
 * @throws UsageError when the directory cannot be read, has no module file, or is too large; when a link
 *   leads out of it or to a directory that contains it; and when a module file is not a regular text file
 */
export function readModule(directory: string): Record<string, string> {
  const found: Found = { paths: new Map(), entries: 0 };
  collect({ directory, root: realPath(directory) }, '', found, []);
  if (found.paths.size === 0)
    throw new UsageError(
      `Directory ${directory} has no .tf or .tofu file. Choose the directory of the module with --dir.`,
    );
  const files: Record<string, string> = {};
  let room = MAX_BYTES;
  for (const [name, file] of found.paths) {
    const content = readRegularFile(path.join(directory, name), file, room);
    if (content === undefined) {
      throw new UsageError(
        `The module in ${directory} has more than ${MAX_BYTES / 1024} KiB. Choose the directory of the module with --dir.`,
      );
    }
    room -= content.length;
    files[name] = decodeText(`File ${path.join(directory, name)}`, content);
  }
  return files;
}

interface Found {
  /** The real path of each module file by its path in the module. */
  paths: Map<string, string>;
  /** How many files and directories were looked at. */
  entries: number;
}

interface Module {
  /** The directory as the user named it. */
  directory: string;
  /** The same directory without symbolic links. */
  root: string;
}

/** @param parents the real paths of the directories above */
function collect(module: Module, below: string, found: Found, parents: readonly string[]): void {
  const directory = path.join(module.directory, below);
  const real = realPath(directory);
  if (parents.includes(real)) {
    throw new UsageError(`${directory} leads back to ${real}, which contains it. Remove the link.`);
  }
  const entries = list(directory);
  found.entries += entries.length;
  if (found.entries > MAX_ENTRIES) {
    throw new UsageError(
      `Directory ${module.directory} has more than ${MAX_ENTRIES} files. Choose the directory of the module with --dir.`,
    );
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(below, entry.name);
    if (entry.isSymbolicLink()) {
      const target = targetOfLink(module, name);
      if (target?.isDirectory === true) collect(module, name, found, [...parents, real]);
      else if (target !== undefined) add(module, found, name, target.file);
    } else if (entry.isDirectory()) {
      if (!entry.name.startsWith('.')) collect(module, name, found, [...parents, real]);
    } else if (isModuleFile(name)) {
      add(module, found, name, path.join(real, entry.name));
    }
  }
}

function add({ directory }: Module, { paths }: Found, name: string, file: string): void {
  paths.set(name, file);
  if (paths.size > MAX_FILES) {
    throw new UsageError(
      `The module in ${directory} has more than ${MAX_FILES} files. Choose the directory of the module with --dir.`,
    );
  }
}

/**
 * Returns the real path of a link's target, or undefined if the link is not part of the module. The
 * module may come from another person, and a link must not send a file that only the user may read.
 */
function targetOfLink(
  { directory, root }: Module,
  name: string,
): { file: string; isDirectory: boolean } | undefined {
  const link = path.join(directory, name);
  const isHidden = path.basename(name).startsWith('.') && !isModuleFile(name);
  if (isHidden) return undefined;
  let target: string;
  let isDirectory: boolean;
  try {
    target = realpathSync(link);
    isDirectory = statSync(target).isDirectory();
  } catch (error) {
    if (!isModuleFile(name)) return undefined;
    throw new UsageError(`Link ${link} cannot be followed: ${messageOf(error)}`);
  }
  if (!isDirectory && !isModuleFile(name)) return undefined;
  if (!isWithin(target, root)) {
    throw new UsageError(
      `Link ${link} leads out of the module, to ${target}. Replace the link with a copy of what it leads to.`,
    );
  }
  return { file: target, isDirectory };
}

function isWithin(file: string, directory: string): boolean {
  return `${file}${path.sep}`.startsWith(path.join(directory, path.sep));
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory);
  } catch (error) {
    throw new UsageError(`Directory ${directory} cannot be read: ${messageOf(error)}`);
  }
}

function list(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    throw new UsageError(`Directory ${directory} cannot be read: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
