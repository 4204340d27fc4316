/** The paths of files and folders in the source of a module. */
import * as z from 'zod';

const MAX_PATH_LENGTH = 200;
const MAX_NAME_LENGTH = 100;
const MAX_FOLDERS = 8;

/**
 * No name begins with a dot, so that a path leads neither out of the directory nor into the engine's own. The lock
 * file is an exception: it belongs to the module.
 */
const PATH_PATTERN =
  /^(?!terraform\.d(?:\/|$)|slipway_|terraform\.tfstate|errored\.tfstate)(?:(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\/){0,8}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}|(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\/){0,8}\.terraform\.lock\.hcl)$/;
const FOLDER_PATTERN =
  /^(?!terraform\.d(?:\/|$))(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\/){0,7}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
/** Files in the directory where the engine runs. */
const RESERVED = /^(?:terraform\.d(?:\/|$)|slipway_|terraform\.tfstate|errored\.tfstate)/;
const RESERVED_FAULT = 'is a name that the engine or Slipway uses for its own files';
/** A file that makes its directory a module for the engine. */
const MODULE_FILE = /^[^/]+\.(?:tf|tofu)(?:\.json)?$/;

const pathLength = { error: `is a path of more than ${MAX_PATH_LENGTH} characters` };
export const modulePathSchema = z
  .string()
  .max(MAX_PATH_LENGTH, pathLength)
  .regex(PATH_PATTERN, { error: ({ input }) => faultOf(String(input)) });

/** Says why a path does not have the pattern. */
function faultOf(path: string): string {
  const names = path.split('/');
  if (RESERVED.test(path)) return RESERVED_FAULT;
  if (names.some((name) => name.length > MAX_NAME_LENGTH)) {
    return `has a name of more than ${MAX_NAME_LENGTH} characters`;
  }
  if (names.length > MAX_FOLDERS + 1) return `is more than ${MAX_FOLDERS} folders deep`;
  return 'must be a relative path of letters, digits, "-", "_" and ".", no part of it beginning with a "."';
}

export const workingDirectorySchema = z
  .string()
  .max(MAX_PATH_LENGTH, pathLength)
  .regex(FOLDER_PATTERN, {
    error:
      'must be the path of a folder in the source, such as envs/prod: letters, digits, "-", "_" and ".", no part of it beginning with a "."',
  });

/** Returns what is wrong with the files in the working directory. */
export function placeFaults(
  paths: readonly string[],
  workingDirectory: string | undefined,
): { path: string[]; message: string }[] {
  const folder = workingDirectory === undefined ? '' : `${workingDirectory}/`;
  const inFolder = paths.filter((path) => path.startsWith(folder));
  const reserved = inFolder.filter((path) => RESERVED.test(path.slice(folder.length)));
  const faults = reserved.map((path) => ({ path: [path], message: RESERVED_FAULT }));
  if (inFolder.some((path) => MODULE_FILE.test(path.slice(folder.length)))) return faults;
  const place = workingDirectory === undefined ? 'at its root' : `in ${workingDirectory}`;
  return [...faults, { path: [], message: `has no .tf or .tofu file ${place}` }];
}
