/** Reads the files of a module from a directory. */
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit.ts';

/**
 * Files of the module, templates, and the lock file of its providers. Other files are not sent, because
 * state files, variable files and others may contain secrets.
 */
const MODULE_FILE = /(?:\.(?:tf|tofu)(?:\.json)?|\.tftpl|(?:^|\/)\.terraform\.lock\.hcl)$/;

export function isModuleFile(file: string): boolean {
  return MODULE_FILE.test(file);
}

/**
 * Returns the text of each file of the module by its path, including subdirectories. Directories that start
 * with a dot belong to tools and are skipped.
 *
 * @throws UsageError when the directory cannot be read, or has no module file
 */
export function readModule(directory: string): Record<string, string> {
  const files: Record<string, string> = {};
  collect(directory, '', files);
  if (Object.keys(files).length === 0)
    throw new UsageError(
      `Directory ${directory} has no .tf or .tofu file. Choose the directory of the module with --dir.`,
    );
  return files;
}

function collect(root: string, below: string, files: Record<string, string>): void {
  const entries = list(path.join(root, below));
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.')) collect(root, name, files);
    } else if (isModuleFile(name)) {
      files[name] = readFileSync(path.join(root, name), 'utf8');
    }
  }
}

function list(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`Directory ${directory} cannot be read: ${why}`);
  }
}
