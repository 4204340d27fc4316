import { existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../../config/process.ts';
import { firstFault, programAt } from '../../host/installed-program.ts';
import { KUBERNETES_PROGRAMS, kubernetesParts } from '../../host/kubernetes-parts.ts';
import { buildOf } from '../tools/build.ts';
import { installFirst, type InstallOptions } from '../tools/install.ts';
import { KINE_MODULE, KUBERNETES_MODULE, KWOK_MODULE } from '../tools/modules.ts';

/**
 * Provides the programs of real control planes: those in the cache, or a build. The project pins no digests of
 * their releases yet, so they are not downloaded.
 *
 * @returns the folder with kubectl and the programs of Kubernetes
 * @throws StartupError that says why a part cannot be had and what the user can do
 */
export async function obtainKubernetes(cacheDir: string, options: InstallOptions): Promise<string> {
  const parts = kubernetesParts(cacheDir);
  for (const [module, target] of [
    [KINE_MODULE, parts.kine],
    [KWOK_MODULE, parts.kwok],
    [KUBERNETES_MODULE, parts.kubernetes],
  ] as const) {
    const faultOf = () => firstFault([programAt(target)]);
    const fault = await faultOf();
    if (fault === undefined) continue;
    if (existsSync(target)) options.report(`${fault}; replacing it`);
    const failed = await installFirst([buildOf(module)], target, { ...options, faultOf });
    if (failed !== undefined) {
      throw new StartupError(
        [
          `${module.what} is not available: ${failed.join('; ')}.`,
          'Install Go (https://go.dev/dl); then Slipway builds the parts of Kubernetes from the Go module proxy in 5 to 15 minutes.',
          'Without them, the simulated cloud has clusters without a Kubernetes API.',
        ].join('\n'),
      );
    }
  }
  for (const name of KUBERNETES_PROGRAMS) link(path.join(parts.programs, name), parts.kubernetes);
  return parts.programs;
}

/** Other processes see the old link or the new one. */
function link(file: string, target: string): void {
  const unfinished = `${file}.${process.pid}`;
  rmSync(unfinished, { force: true });
  symlinkSync(path.basename(target), unfinished);
  renameSync(unfinished, file);
}
