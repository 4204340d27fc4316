import { StartupError } from '../../config/process.ts';
import { cachedEngine, findEngine, providerMirror } from '../../deployments/engine.ts';
import { buildModule, type BuildOptions } from './build.ts';
import { ENGINE_MODULE, mirrorFiles, PROVIDER_MODULES } from './modules.ts';

/**
 * The path of an OpenTofu that answers: the one that is given, on PATH, in the cache, or built now.
 * The mirror of providers is filled too.
 *
 * @throws StartupError that names every way when none works
 */
export async function obtainEngine(
  places: { given: string; searchPath: string; cacheDir: string },
  options: BuildOptions,
): Promise<string> {
  const { cacheDir } = places;
  for (const module of PROVIDER_MODULES) {
    const [first, ...rest] = mirrorFiles(providerMirror(cacheDir), module);
    const failed = first && (await buildModule(module, [first, ...rest], options));
    options.signal.throwIfAborted();
    if (failed) options.report(`${failed}; it comes from its registry, where that can be reached`);
  }
  const found = await findEngine('opentofu', places);
  if ('path' in found) return found.path;
  const target = cachedEngine(cacheDir);
  const failed = await buildModule(ENGINE_MODULE, [target], options);
  options.signal.throwIfAborted();
  if (failed === undefined) return target;
  throw new StartupError(
    [
      `No OpenTofu could be had: ${[...found.reasons, failed].join('; ')}.`,
      'Any one of these helps:',
      '  - install OpenTofu, so that `tofu` is on PATH (https://opentofu.org/docs/intro/install)',
      '  - set SLIPWAY_TOFU to the path of its binary',
      '  - install Go (https://go.dev/dl), with which it is built in about 3 minutes',
    ].join('\n'),
  );
}
