import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const PROBE_TIMEOUT_MS = 15_000;
/** The first server on which an update can start its workflow in one call without a flag. */
const MINIMUM_SERVER = [1, 28] as const;

/** Asks a `temporal` binary for its version. Resolves to what is wrong with it, or to undefined. */
export async function probeTemporal(
  binary: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let output: string;
  try {
    const result = await promisify(execFile)(binary, ['--version'], {
      timeout: PROBE_TIMEOUT_MS,
      signal,
    });
    output = result.stdout;
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return `does not answer --version (${why})`;
  }
  const server = /Server (\d+)\.(\d+)/.exec(output);
  if (server === null)
    return `is not the Temporal CLI (it calls itself "${output.trim().slice(0, 80)}")`;
  const [major, minor] = [Number(server[1]), Number(server[2])];
  const [minimumMajor, minimumMinor] = MINIMUM_SERVER;
  const isOld = major < minimumMajor || (major === minimumMajor && minor < minimumMinor);
  return isOld
    ? `brings server ${major}.${minor}, older than ${MINIMUM_SERVER.join('.')}`
    : undefined;
}

/** The first executable file of that name in the directories of `searchPath`. */
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
