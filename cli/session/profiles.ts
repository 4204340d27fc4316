/** Parses the configuration file. */
import { parse } from 'yaml';
import * as z from 'zod';
import { UsageError } from '../exit.ts';
import { OUTPUT_FORMATS } from '../output/output-format.ts';

const profileSchema = z.strictObject({
  /** URL of the API, including its base path. */
  server: z.url({ protocol: /^https?$/ }).optional(),
  output: z.enum(OUTPUT_FORMATS).optional(),
});
export type Profile = z.infer<typeof profileSchema>;

const fileSchema = z.strictObject({
  /** The default profile. */
  profile: z.string().optional(),
  profiles: z.record(z.string(), profileSchema).default({}),
});

export interface ConfigFile {
  file: string;
  text: string;
}

/** Returns the profiles of the file. Throws UsageError when the file is not valid. */
export function parseProfiles({ file, text }: ConfigFile): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(parse(text) ?? {});
  } catch (error) {
    // Further lines of a syntax error show a part of the file.
    const [syntax = ''] = String(error).split('\n');
    const why = error instanceof z.ZodError ? z.prettifyError(error) : syntax.replace(/:$/, '');
    throw new UsageError(`File ${file} is not a valid configuration:\n${why}`);
  }
}
