import path from 'node:path';
import type { EngineName } from '../contract/vocabulary.ts';
import type { Settings } from './settings.ts';

/** The directory into which Debian's package of bubblewrap is unpacked where it is not installed. */
export function bubblewrapPackage(cacheDir: string): string {
  return path.join(cacheDir, 'bubblewrap');
}

/** Where to search for bubblewrap: on PATH, and then in the cache. */
export function bubblewrapSearchPath(
  { SLIPWAY_CACHE_DIR }: Pick<Settings, 'SLIPWAY_CACHE_DIR'>,
  { PATH = '' }: Record<string, string | undefined>,
): string {
  return [PATH, path.join(bubblewrapPackage(SLIPWAY_CACHE_DIR), 'usr', 'bin')].join(path.delimiter);
}

interface EnginePaths {
  given: string;
  searchPath: string;
  cacheDir: string;
  version?: string;
}

/** Returns for each engine of deployments where to search for its program, and which release is required. */
export function enginePaths(
  settings: Settings,
  { PATH: searchPath = '' }: Record<string, string | undefined>,
): Record<EngineName, EnginePaths> {
  const paths = (given: string, version: string): EnginePaths => ({
    given,
    searchPath,
    cacheDir: settings.SLIPWAY_CACHE_DIR,
    ...(version !== '' && { version }),
  });
  return {
    opentofu: paths(settings.SLIPWAY_TOFU, settings.SLIPWAY_TOFU_VERSION),
    terraform: paths(settings.SLIPWAY_TERRAFORM, settings.SLIPWAY_TERRAFORM_VERSION),
  };
}
