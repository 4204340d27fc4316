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
 * The path of an OpenTofu that answers: the one that is given, on PATH, in the cache, downloaded or built
 * now. Only the release whose sums are known here can be built. The mirror of providers is filled too.
 *
 * @throws StartupError that names every way when none works
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
    if (failed) options.report(`${failed}; it comes from its registry, where that can be reached`);
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
      `No OpenTofu could be had: ${reasons.join('; ')}.`,
      'Any one of these helps:',
      '  - install OpenTofu, so that `tofu` is on PATH (https://opentofu.org/docs/intro/install)',
      '  - set SLIPWAY_TOFU to the path of its binary',
      `  - let this machine reach ${source}, from where it is downloaded`,
      '  - install Go (https://go.dev/dl), with which it is built in about 3 minutes',
    ].join('\n'),
  );
}
