/** Profiles, in the configuration file that the XDG base directory specification leads to. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { UsageError } from '../exit.ts';
import { OUTPUT_FORMATS } from '../output/output-format.ts';

const profileSchema = z.strictObject({
  /** Of the API, its base path included. */
  server: z.url({ protocol: /^https?$/ }).optional(),
  output: z.enum(OUTPUT_FORMATS).optional(),
});
export type Profile = z.infer<typeof profileSchema>;

const fileSchema = z.strictObject({
  /** The one that is used unless another is asked for. */
  profile: z.string().optional(),
  profiles: z.record(z.string(), profileSchema).default({}),
});

/**
 * The profile `name`, else the one that the file makes the default; without a file, an empty one.
 *
 * @throws UsageError when there is no such profile, or the file cannot be used
 */
export function readProfile(env: NodeJS.ProcessEnv, name: string | undefined): Profile {
  const places = configPaths(env);
  const found = firstReadable(places);
  if (found === undefined) {
    if (name === undefined) return {};
    throw new UsageError(`there is no profile "${name}": there is no file ${places[0]}`);
  }
  const { profile: usual, profiles } = parseFile(found);
  const wanted = name ?? usual;
  if (wanted === undefined) return {};
  const profile = profiles[wanted];
  if (profile !== undefined) return profile;
  const known = Object.keys(profiles).join(', ') || 'none';
  throw new UsageError(`${found.file} has no profile "${wanted}"; it has: ${known}`);
}

/** The places where the file may lie, the most important first. A relative path counts as not set. */
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

function firstReadable(places: readonly string[]): ConfigFile | undefined {
  for (const file of places) {
    try {
      return { file, text: readFileSync(file, 'utf8') };
    } catch (error) {
      if (isMissing(error)) continue;
      throw new UsageError(`cannot read ${file}: ${String(error)}`);
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
    throw new UsageError(`cannot use ${file}:\n${why}`);
  }
}
