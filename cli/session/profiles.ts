/** Parses the configuration file. */
import * as z from 'zod';
import { UsageError } from '../exit.ts';
import { decodeText } from '../input/text.ts';
import { parseYaml } from '../input/yaml.ts';
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
  content: Buffer;
}

/** Returns the profiles of the file. Throws UsageError when the file is not valid. */
export async function parseProfiles({
  file,
  content,
}: ConfigFile): Promise<z.infer<typeof fileSchema>> {
  const name = `File ${file}`;
  const isText = ([field = '']: readonly string[]) => field === 'profile';
  const value = await parseYaml(decodeText(name, content), { name, isText });
  const { data, error } = fileSchema.safeParse(value ?? {});
  if (data !== undefined) return data;
  throw new UsageError(`${name} is not a valid configuration:\n${z.prettifyError(error)}`);
}
