import { statSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from './process.ts';

const OTHERS = 0o077;

/**
 * Refuses a directory that other users of the machine can read or change. A directory below a private one is
 * private, too. A directory that does not exist yet is created private, because every process has the umask
 * 077.
 *
 * @throws StartupError that says how to make the directory private, or that it is a file
 */
export function refuseSharedDirectory(directory: string, setting: string): void {
  const absolute = path.resolve(directory);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isDirectory() === false) {
    throw new StartupError(
      `${absolute} is not a directory. Remove it, or set ${setting} to another directory`,
    );
  }
  if (stats === undefined || isPrivate(absolute)) return;
  const { mode } = stats;
  const shown = (mode & 0o777).toString(8);
  throw new StartupError(
    `Other users of this machine can use ${absolute} (${setting}, mode ${shown}), which holds states and secrets. Make it private: chmod 700 ${absolute}`,
  );
}

function isPrivate(directory: string): boolean {
  if ((statSync(directory).mode & OTHERS) === 0) return true;
  const parent = path.dirname(directory);
  return parent !== directory && isPrivate(parent);
}
