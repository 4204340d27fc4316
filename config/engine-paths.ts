import path from 'node:path';
import type { EngineName } from '../contract/vocabulary.ts';
import type { Settings } from './settings.ts';

/** The directory of a bubblewrap that is unpacked in the cache, not installed. */
export function bubblewrapFolder(cacheDir: string): string {
  return path.join(cacheDir, 'bubblewrap', 'usr', 'bin');
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
