/** The files of a module in a directory, as a deployment takes them. */
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit.ts';

/**
 * What the engine reads as a module, templates, and the locks of its providers. Nothing else: states,
 * values and whatever else lies there may hold secrets.
 */
const MODULE_FILE = /(?:\.(?:tf|tofu)(?:\.json)?|\.tftpl|(?:^|\/)\.terraform\.lock\.hcl)$/;

export function isModuleFile(file: string): boolean {
  return MODULE_FILE.test(file);
}

/**
 * The text of each file of the module by its path, those of directories below it too. What begins
 * with a dot belongs to tools, and is left out, but for the lock file.
 *
 * @throws UsageError when there is no such directory, or no file of a module in it
 */
export function readModule(directory: string): Record<string, string> {
  const files: Record<string, string> = {};
  collect(directory, '', files);
  if (Object.keys(files).length === 0) throw new UsageError(`${directory} has no .tf file`);
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
    throw new UsageError(`cannot read ${directory}: ${why}`);
  }
}
