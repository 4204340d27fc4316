import { statSync } from 'node:fs';
import { StartupError } from './process.ts';

const OTHERS = 0o077;

/**
 * Refuses a directory that other users of the machine can read or change. A directory that does not exist
 * yet is created private, because every process has the umask 077.
 *
 * @throws StartupError that says how to make the directory private
 */
export function refuseSharedDirectory(directory: string, setting: string): void {
  const mode = statSync(directory, { throwIfNoEntry: false })?.mode;
  if (mode === undefined || (mode & OTHERS) === 0) return;
  const shown = (mode & 0o777).toString(8);
  throw new StartupError(
    `Other users of this machine can use ${directory} (${setting}, mode ${shown}), which holds states and secrets. Make it private: chmod 700 ${directory}`,
  );
}
