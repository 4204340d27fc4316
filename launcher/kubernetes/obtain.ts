import { existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../../config/process.ts';
import { firstFault, programAt } from '../../host/installed-program.ts';
import {
  EARLIER_RELEASES,
  KUBERNETES_PROGRAMS,
  KUBERNETES_RELEASE,
  kubernetesParts,
  type ReleaseParts,
} from '../../host/kubernetes-parts.ts';
import { buildOf } from '../tools/build.ts';
import { installFirst, type InstallOptions } from '../tools/install.ts';
import { KINE_MODULE, kubernetesModule, KWOK_MODULE, type ToolModule } from '../tools/modules.ts';

/**
 * Provides the programs of real control planes: those in the cache, or a build. The project pins no digests of
 * their releases yet, so they are not downloaded.
 *
 * @param options.versions earlier versions of Kubernetes to provide as well, for example `1.33`
 * @returns the folder with kubectl and the programs of Kubernetes
 * @throws StartupError that says why a part cannot be had and what the user can do
 */
export async function obtainKubernetes(
  cacheDir: string,
  { versions = [], ...options }: InstallOptions & { versions?: readonly string[] },
): Promise<string> {
  const parts = kubernetesParts(cacheDir);
  await obtainModule(KINE_MODULE, parts.kine, options);
  await obtainModule(KWOK_MODULE, parts.kwok, options);
  await obtainRelease(kubernetesModule(KUBERNETES_RELEASE), parts, options);
  for (const version of versions) {
    const release = EARLIER_RELEASES[version];
    const target = parts.earlier[version];
    if (release === undefined || target === undefined) {
      const known = Object.keys(EARLIER_RELEASES).join(', ');
      throw new StartupError(
        `Kubernetes ${version} cannot be built beside ${KUBERNETES_RELEASE}. Choose one of ${known}; the others are offered by ${KUBERNETES_RELEASE}.`,
      );
    }
    await obtainRelease(kubernetesModule(release, `kubernetes-${version}`), target, options);
  }
  return parts.programs;
}

async function obtainRelease(
  module: ToolModule,
  { programs, kubernetes }: ReleaseParts,
  options: InstallOptions,
): Promise<void> {
  await obtainModule(module, kubernetes, options);
  for (const name of KUBERNETES_PROGRAMS) link(path.join(programs, name), kubernetes);
}

/** Builds the program of a module at `target`, unless it is there and unchanged. */
export async function obtainModule(
  module: ToolModule,
  target: string,
  options: InstallOptions,
): Promise<void> {
  const faultOf = () => firstFault([programAt(target)]);
  const fault = await faultOf();
  if (fault === undefined) return;
  if (existsSync(target)) options.report(`${fault}; replacing it`);
  const failed = await installFirst([buildOf(module)], target, { ...options, faultOf });
  if (failed === undefined) return;
  throw new StartupError(
    [
      `${module.what} is not available: ${failed.join('; ')}.`,
      'Install Go (https://go.dev/dl); then Slipway builds the parts of Kubernetes from the Go module proxy in 5 to 15 minutes.',
      'Without them, the simulated cloud has clusters without a Kubernetes API.',
    ].join('\n'),
  );
}

/** Other processes see the old link or the new one. */
function link(file: string, target: string): void {
  const unfinished = `${file}.${process.pid}`;
  rmSync(unfinished, { force: true });
  symlinkSync(path.basename(target), unfinished);
  renameSync(unfinished, file);
}
