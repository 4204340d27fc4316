import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from './error-code.ts';
import { StartupError } from './process.ts';

/** Says that a directory is Slipway's own, so that `npm start -- --fresh` may empty it. */
export const DATA_DIRECTORY_MARKER = '.slipway-data';

/**
 * Makes the data directory where it is missing. The marker is written only into a directory that is
 * new or empty: a home directory given by mistake never becomes one that `--fresh` empties.
 *
 * @returns its absolute path
 * @throws StartupError when it cannot be written
 */
export function openDataDirectory(directory: string): string {
  const absolute = path.resolve(directory);
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
      `The data directory ${absolute} cannot be written (${code}); set SLIPWAY_DATA_DIR to another one`,
    );
  }
  return absolute;
}

/** Not mkdir's own `recursive`: in a place that can hold no directory, as /proc, that never returns. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory);
}
