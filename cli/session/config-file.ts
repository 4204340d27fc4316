/** Reads profiles from the configuration file, which is found by the XDG base directory specification. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit.ts';
import { unreadable } from '../input/unreadable.ts';
import { homeDirectory } from './home-directory.ts';
import type { ConfigFile, Profile } from './profiles.ts';

/**
 * Returns the profile `name`, by default the file's default profile. Returns an empty profile when there is no
 * file, or no default.
 *
 * @throws UsageError when the profile does not exist, or the file is not valid
 */
export async function readProfile(
  env: NodeJS.ProcessEnv,
  name: string | undefined,
): Promise<Profile> {
  const paths = configPaths(env);
  const found = firstReadable(paths);
  if (found === undefined) {
    if (name === undefined) return {};
    throw new UsageError(
      `Profile "${name}" was not found, because the file ${paths[0]} does not exist.`,
    );
  }
  // Few users have the file, and the libraries that parse it take longer to load than most commands to run.
  const { parseProfiles } = await import('./profiles.ts');
  const { profile: defaultName, profiles } = await parseProfiles(found);
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
  const home = path.isAbsolute(own) ? own : path.join(homeDirectory(env), '.config');
  const shared = (env['XDG_CONFIG_DIRS'] || '/etc/xdg').split(':').filter(path.isAbsolute);
  return [home, ...shared].map((folder) => path.join(folder, 'slipway', 'config.yaml'));
}

function firstReadable(paths: readonly string[]): ConfigFile | undefined {
  for (const file of paths) {
    try {
      return { file, content: readFileSync(file) };
    } catch (error) {
      if (isMissing(error)) continue;
      throw unreadable(`File ${file}`, error);
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))
  );
}
