import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/**
 * Searches the directories of `searchPath`, which has the format of PATH, for an executable file.
 *
 * @returns its path, or undefined if there is none
 */
export function executableOnPath(name: string, searchPath: string): string | undefined {
  return searchPath
    .split(path.delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => path.join(directory, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
