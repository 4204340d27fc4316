import type { EngineName } from '../contract/vocabulary.ts';
import type { Settings } from './settings.ts';

interface Places {
  given: string;
  searchPath: string;
  cacheDir: string;
  version?: string;
}

/** Where the engines of deployments are looked for, and which release of them, by the settings. */
export function enginePlaces(
  settings: Settings,
  { PATH: searchPath = '' }: Record<string, string | undefined>,
): Record<EngineName, Places> {
  const places = (given: string, version: string): Places => ({
    given,
    searchPath,
    cacheDir: settings.SLIPWAY_CACHE_DIR,
    ...(version !== '' && { version }),
  });
  return {
    opentofu: places(settings.SLIPWAY_TOFU, settings.SLIPWAY_TOFU_VERSION),
    terraform: places(settings.SLIPWAY_TERRAFORM, settings.SLIPWAY_TERRAFORM_VERSION),
  };
}
