/** The path of a file in a module's directory. */
import * as z from 'zod';

const MAX_PATH_LENGTH = 200;
const MAX_NAME_LENGTH = 100;
const MAX_FOLDERS = 8;

/**
 * No name begins with a dot, so that a path leads neither out of the directory nor into the engine's own. The lock
 * file is an exception: it belongs to the module.
 */
const PATH_PATTERN =
  /^(?!terraform\.d(?:\/|$)|slipway_|terraform\.tfstate|errored\.tfstate)(?:(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\/){0,8}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}|\.terraform\.lock\.hcl)$/;
const RESERVED = /^(?:terraform\.d(?:\/|$)|slipway_|terraform\.tfstate|errored\.tfstate)/;

export const modulePathSchema = z
  .string()
  .max(MAX_PATH_LENGTH, { error: `is a path of more than ${MAX_PATH_LENGTH} characters` })
  .regex(PATH_PATTERN, { error: ({ input }) => faultOf(String(input)) });

/** Says why a path does not have the pattern. */
function faultOf(path: string): string {
  const names = path.split('/');
  if (RESERVED.test(path)) return 'is a name that the engine or Slipway uses for its own files';
  if (names.some((name) => name.length > MAX_NAME_LENGTH)) {
    return `has a name of more than ${MAX_NAME_LENGTH} characters`;
  }
  if (names.length > MAX_FOLDERS + 1) return `is more than ${MAX_FOLDERS} folders deep`;
  return 'must be a relative path of letters, digits, "-", "_" and ".", no part of it beginning with a "."';
}
