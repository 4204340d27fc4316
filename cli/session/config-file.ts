/** Reads profiles from the configuration file, which is found by the XDG base directory specification. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
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

/**
 * Returns the profile `name`, by default the file's default profile. Returns an empty profile when there is no
 * file, or no default.
 *
 * @throws UsageError when the profile does not exist, or the file is not valid
 */
export function readProfile(env: NodeJS.ProcessEnv, name: string | undefined): Profile {
  const paths = configPaths(env);
  const found = firstReadable(paths);
  if (found === undefined) {
    if (name === undefined) return {};
    throw new UsageError(
      `Profile "${name}" was not found, because the file ${paths[0]} does not exist.`,
    );
  }
  const { profile: defaultName, profiles } = parseFile(found);
  const wanted = name ?? defaultName;
  if (wanted === undefined) return {};
  const profile = profiles[wanted];
  if (profile !== undefined) return profile;
  const known = Object.keys(profiles).join(', ') || 'none';
  throw new UsageError(
    `Profile "${wanted}" was not found in ${found.file}. Its profiles are: ${known}.`,
  );
}

/** Returns the possible paths of the file, highest priority first. Relative directories are ignored. */
export function configPaths(env: NodeJS.ProcessEnv): string[] {
  const own = env['XDG_CONFIG_HOME'] ?? '';
  const home = path.isAbsolute(own) ? own : path.join(env['HOME'] ?? homedir(), '.config');
  const shared = (env['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':').filter(path.isAbsolute);
  return [home, ...shared].map((folder) => path.join(folder, 'slipway', 'config.yaml'));
}

interface ConfigFile {
  file: string;
  text: string;
}

function firstReadable(paths: readonly string[]): ConfigFile | undefined {
  for (const file of paths) {
    try {
      return { file, text: readFileSync(file, 'utf8') };
    } catch (error) {
      if (isMissing(error)) continue;
      throw new UsageError(`File ${file} cannot be read: ${String(error)}`);
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))
  );
}

function parseFile({ file, text }: ConfigFile): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(parse(text) ?? {});
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(`File ${file} is not a valid configuration:\n${why}`);
  }
}
