import { StartupError } from '../../config/process.ts';
import {
  cachedEngine,
  ENGINE_VERSION,
  findEngine,
  providerMirror,
  type EnginePlaces,
} from '../../deployments/engine/engine.ts';
import { buildModule, type BuildOptions } from './build.ts';
import { downloadEngine } from './download.ts';
import { ENGINE_MODULE, mirrorFiles, PROVIDER_MODULES } from './modules.ts';

/**
 * Provides OpenTofu: the configured program, one on PATH, one in the cache, a download, or a build.
 * Only the pinned release can be built. Also fills the mirror of providers.
 *
 * @returns the path of a working program
 * @throws StartupError that names every failed attempt and what the user can do
 */
export async function obtainEngine(
  places: EnginePlaces,
  source: string,
  options: BuildOptions,
): Promise<string> {
  const { cacheDir, version = ENGINE_VERSION } = places;
  for (const module of PROVIDER_MODULES) {
    const [first, ...rest] = mirrorFiles(providerMirror(cacheDir), module);
    const failed = first && (await buildModule(module, [first, ...rest], options));
    options.signal.throwIfAborted();
    if (failed) options.report(`${failed}. Deployments that use it need access to its registry`);
  }
  const found = await findEngine('opentofu', places);
  if ('path' in found) return found.path;
  const target = cachedEngine(cacheDir, version);
  const reasons = [...found.reasons];
  for (const way of [
    () => downloadEngine({ source, version }, target, options),
    async () =>
      version === ENGINE_VERSION
        ? buildModule(ENGINE_MODULE, [target], options)
        : `only ${ENGINE_VERSION} can be built`,
  ]) {
    const failed = await way();
    options.signal.throwIfAborted();
    if (failed === undefined) return target;
    reasons.push(failed);
  }
  throw new StartupError(
    [
      `OpenTofu is not available: ${reasons.join('; ')}.`,
      'Do one of these:',
      '  - install OpenTofu, so that `tofu` is on PATH (https://opentofu.org/docs/intro/install)',
      '  - set SLIPWAY_TOFU to the path of its binary',
      `  - allow this machine to download it from ${source}`,
      '  - install Go (https://go.dev/dl); then Slipway builds OpenTofu in about 3 minutes',
    ].join('\n'),
  );
}
