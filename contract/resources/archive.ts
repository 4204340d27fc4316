import * as z from 'zod';

/** `PUT` and `GET /archives/{sha256}`: an uploaded archive of a module's files. */
export const archiveSchema = z.object({
  sha256: z.string(),
  bytes: z.int(),
  /** How many files it has. */
  files: z.int(),
});
export type Archive = z.infer<typeof archiveSchema>;
