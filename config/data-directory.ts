import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentFault } from './environment-fault.ts';
import { refuseSharedDirectory } from './private-directory.ts';
import { StartupError } from './process.ts';

/** Marks a directory that belongs to Slipway. `npm start -- --fresh` empties no other. */
export const DATA_DIRECTORY_MARKER = '.slipway-data';

/**
 * Creates the data directory if it is missing. The marker is written only into a new or empty
 * directory, so that `--fresh` never empties a home directory that was given by mistake.
 *
 * @returns the absolute path
 * @throws StartupError that says what to do if the directory cannot be used
 */
export function openDataDirectory(directory: string): string {
  const absolute = path.resolve(directory);
  try {
    refuseSharedDirectory(absolute, 'SLIPWAY_DATA_DIR');
    makeDirectory(absolute);
    accessSync(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
    if (readdirSync(absolute).length === 0) {
      writeFileSync(
        path.join(absolute, DATA_DIRECTORY_MARKER),
        'Slipway keeps its state in this directory. `npm start -- --fresh` deletes all of it.\n',
      );
    }
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const fault = environmentFault(error, { SLIPWAY_DATA_DIR: absolute });
    if (fault === undefined) throw error;
    throw new StartupError(`The data directory ${absolute} cannot be used. ${fault}`);
  }
  return absolute;
}

/** Replaces mkdir's own `recursive`, which never returns below /proc and similar file systems. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory);
}
