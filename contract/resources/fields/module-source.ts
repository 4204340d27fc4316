/** The files of a module, and the folder in which the engine runs. */
import * as z from 'zod';

const MAX_FILES = 250;
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
const modulePathSchema = z
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

const workingDirectorySchema = z.string().max(MAX_PATH_LENGTH, pathLength).regex(FOLDER_PATTERN, {
  error:
    'must be the path of a folder in the source, such as envs/prod: letters, digits, "-", "_" and ".", no part of it beginning with a "."',
});

/** The limit on the body of the request limits the texts, too. */
const textSchema = z.string();

/** The text of each file, by path. */
const sourceFilesSchema = z.record(modulePathSchema, textSchema).superRefine((files, context) => {
  const fault = checkPaths(Object.keys(files));
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

function checkPaths(paths: readonly string[]): string | undefined {
  if (paths.length > MAX_FILES) return `has more than ${MAX_FILES} files`;
  const lower = paths.map((path) => path.toLowerCase());
  if (new Set(lower).size < lower.length) return 'names a file twice, in upper and lower case';
  const inside = lower.find((path) => lower.some((other) => path.startsWith(`${other}/`)));
  return inside === undefined ? undefined : `has ${inside} inside of a file`;
}

/** The SHA-256 digest of an uploaded archive. */
export const archiveDigestSchema = z.string().regex(/^[0-9a-f]{64}$/, {
  error: 'must be the SHA-256 digest of an uploaded archive: 64 hexadecimal digits',
});

/** The files are in the request, or in an archive that was uploaded before. */
export const sourceSchema = z
  .strictObject({
    files: sourceFilesSchema.exactOptional(),
    archive: archiveDigestSchema.exactOptional(),
    workingDirectory: workingDirectorySchema.exactOptional(),
  })
  .superRefine(({ files, archive, workingDirectory }, context) => {
    if ((files === undefined) === (archive === undefined)) {
      const message = 'needs either `files` or `archive`';
      context.addIssue({ code: 'custom', message });
    }
    if (files === undefined) return;
    for (const { path, message } of placeFaults(Object.keys(files), workingDirectory)) {
      context.addIssue({ code: 'custom', path: ['files', ...path], message });
    }
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

/** null removes a file, or makes the root the working directory. An archive replaces all files. */
export const patchedSourceSchema = z
  .strictObject({
    files: z.record(modulePathSchema, textSchema.nullable()).exactOptional(),
    archive: archiveDigestSchema.exactOptional(),
    workingDirectory: workingDirectorySchema.nullable().exactOptional(),
  })
  .refine(({ files, archive }) => files === undefined || archive === undefined, {
    error: 'needs either `files` or `archive`',
  });

/**
 * Identifies the files, which are stored as blobs. Of an archive, `files` has the first names of module files in the
 * working directory, and `sha256` is the hash of the texts of all module files.
 */
export const storedSourceSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  files: z.array(z.string()),
  archive: z.strictObject({ sha256: z.string(), bytes: z.int() }).optional(),
  workingDirectory: z.string().optional(),
});
