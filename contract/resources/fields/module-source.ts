/** The files of a module, and the folder in which the engine runs. */
import * as z from 'zod';
import { gitSourceSchema, patchedGitSchema, storedGitSchema } from './git-source.ts';
import { modulePathSchema, placeFaults, workingDirectorySchema } from './source-paths.ts';

const MAX_FILES = 250;

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

const ONE_PLACE = 'needs exactly one of `files`, `archive` and `git`';

function countPlaces(places: { files?: unknown; archive?: unknown; git?: unknown }): number {
  return [places.files, places.archive, places.git].filter((place) => place !== undefined).length;
}

/** The files are in the request, in an archive that was uploaded before, or in a git repository. */
export const sourceSchema = z
  .strictObject({
    files: sourceFilesSchema.exactOptional(),
    archive: archiveDigestSchema.exactOptional(),
    git: gitSourceSchema.exactOptional(),
    workingDirectory: workingDirectorySchema.exactOptional(),
  })
  .superRefine(({ workingDirectory, ...places }, context) => {
    if (countPlaces(places) !== 1) context.addIssue({ code: 'custom', message: ONE_PLACE });
    if (places.files === undefined) return;
    for (const { path, message } of placeFaults(Object.keys(places.files), workingDirectory)) {
      context.addIssue({ code: 'custom', path: ['files', ...path], message });
    }
  });

/**
 * null removes a file, or makes the root the working directory. An archive replaces all files. A repository is named
 * anew with a `url`; without one, the other fields change the repository that the deployment has.
 */
export const patchedSourceSchema = z
  .strictObject({
    files: z.record(modulePathSchema, textSchema.nullable()).exactOptional(),
    archive: archiveDigestSchema.exactOptional(),
    git: patchedGitSchema.exactOptional(),
    workingDirectory: workingDirectorySchema.nullable().exactOptional(),
  })
  .refine((places) => countPlaces(places) <= 1, { error: ONE_PLACE });

/**
 * Identifies the files, which are stored as blobs. Of an archive, `files` has the first names of module files in the
 * working directory, and `sha256` is the hash of the texts of all module files. Of a repository whose files no
 * operation has fetched, there is no `archive`, and `files` is empty.
 */
export const storedSourceSchema = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  files: z.array(z.string()),
  archive: z.strictObject({ sha256: z.string(), bytes: z.int() }).optional(),
  git: storedGitSchema.optional(),
  workingDirectory: z.string().optional(),
});
export type StoredSource = z.infer<typeof storedSourceSchema>;
