import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from './error-code.ts';
import { refuseSharedDirectory } from './private-directory.ts';
import { StartupError } from './process.ts';

/** Marks a directory that belongs to Slipway. `npm start -- --fresh` empties no other. */
export const DATA_DIRECTORY_MARKER = '.slipway-data';

/**
 * Creates the data directory if it is missing. The marker is written only into a new or empty
 * directory, so that `--fresh` never empties a home directory that was given by mistake.
 *
 * @returns the absolute path
 * @throws StartupError if the directory is not writable
 */
export function openDataDirectory(directory: string): string {
  const absolute = path.resolve(directory);
  refuseSharedDirectory(absolute, 'SLIPWAY_DATA_DIR');
  try {
    makeDirectory(absolute);
    accessSync(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
    if (readdirSync(absolute).length === 0) {
      writeFileSync(
        path.join(absolute, DATA_DIRECTORY_MARKER),
        'Slipway keeps its state in this directory. `npm start -- --fresh` deletes all of it.\n',
      );
    }
  } catch (error) {
    const code = errorCode(error) ?? 'unknown error';
    throw new StartupError(
      `The data directory ${absolute} is not writable (${code}); set SLIPWAY_DATA_DIR to another directory`,
    );
  }
  return absolute;
}

/** Replaces mkdir's own `recursive`, which never returns below /proc and similar file systems. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory);
}
