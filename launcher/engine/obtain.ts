import { existsSync } from 'node:fs';
import { StartupError } from '../../config/process.ts';
import {
  cachedEngine,
  ENGINE_VERSION,
  findEngine,
  providerMirror,
  type EnginePlaces,
} from '../../deployments/engine/engine.ts';
import { firstFault, programAt } from '../../host/installed-program.ts';
import { buildModule, buildOf } from '../tools/build.ts';
import { downloadOf } from '../tools/download.ts';
import { installFirst, type Install, type InstallOptions } from '../tools/install.ts';
import {
  ENGINE_MODULE,
  mirrorPrograms,
  PROVIDER_MODULES,
  type ProviderModule,
} from '../tools/modules.ts';
import { openTofuRelease } from '../tools/releases.ts';

/**
 * Provides OpenTofu: the configured program, one on PATH, one in the cache, a download, or a build.
 * Only the pinned release can be downloaded and built. Also fills the mirror of providers.
 *
 * @returns the path of a working program
 * @throws StartupError that names every failed attempt and what the user can do
 */
export async function obtainEngine(
  places: EnginePlaces,
  source: string,
  options: InstallOptions,
): Promise<string> {
  await fillMirror(places.cacheDir, options);
  return obtainProgram(places, source, options);
}

/** Like `obtainEngine`, without the mirror. */
export async function obtainProgram(
  places: EnginePlaces,
  source: string,
  options: InstallOptions,
): Promise<string> {
  const { cacheDir, version = ENGINE_VERSION } = places;
  const found = await findEngine('opentofu', places);
  if ('path' in found) return found.path;
  const target = cachedEngine(cacheDir, version);
  const faultOf = () => firstFault([programAt(target)]);
  const fault = existsSync(target) ? await faultOf() : undefined;
  if (fault !== undefined) options.report(`${fault}; replacing it`);
  const ways = [downloadOf(openTofuRelease(version), source), buildEngine(version)];
  const failed = await installFirst(ways, target, { ...options, faultOf });
  if (failed === undefined) return target;
  throw new StartupError(
    [
      `OpenTofu is not available: ${[...found.reasons, ...failed].join('; ')}.`,
      'Do one of these:',
      `  - install OpenTofu${places.version === undefined ? '' : ` ${version}`}, so that \`tofu\` is on PATH (https://opentofu.org/docs/intro/install)`,
      '  - set SLIPWAY_TOFU to the path of its binary',
      ...(version === ENGINE_VERSION
        ? [
            `  - allow this machine to download it from ${source}`,
            '  - install Go (https://go.dev/dl); then Slipway builds OpenTofu in about 3 minutes',
          ]
        : [`  - set SLIPWAY_TOFU_VERSION to ${ENGINE_VERSION}, which Slipway downloads or builds`]),
    ].join('\n'),
  );
}

function buildEngine(version: string): Install {
  return version === ENGINE_VERSION
    ? buildOf(ENGINE_MODULE)
    : async () => `only OpenTofu ${ENGINE_VERSION} can be built`;
}

async function fillMirror(cacheDir: string, options: InstallOptions): Promise<void> {
  for (const module of PROVIDER_MODULES) {
    const failed = await provideProvider(providerMirror(cacheDir), module, options);
    options.signal.throwIfAborted();
    if (failed !== undefined) {
      options.report(`${failed}. Deployments that use it need access to its registry`);
    }
  }
}

async function provideProvider(
  mirror: string,
  module: ProviderModule,
  options: InstallOptions,
): Promise<string | undefined> {
  const [first, ...rest] = mirrorPrograms(mirror, module);
  if (first === undefined) return undefined;
  const fault = await firstFault([first, ...rest]);
  if (fault === undefined) return undefined;
  if (existsSync(first.file)) options.report(`${fault}; replacing it`);
  return buildModule(module, [first, ...rest], options);
}
