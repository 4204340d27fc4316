import path from 'node:path';
import { obtainModule } from '../../launcher/kubernetes/obtain.ts';
import type { InstallOptions } from '../../launcher/tools/install.ts';
import { HELM_MODULE } from '../../launcher/tools/modules.ts';

/** Returns where Helm is in the cache after its build. */
export function helmProgram(cacheDir: string): string {
  return path.join(cacheDir, HELM_MODULE.what.toLowerCase().replace(' ', '-'), 'helm');
}

/**
 * Builds Helm for the tests of real control planes, unless it is in the cache.
 *
 * @throws StartupError that says why it cannot be had
 */
export function obtainHelm(cacheDir: string, options: InstallOptions): Promise<void> {
  return obtainModule(HELM_MODULE, helmProgram(cacheDir), options);
}
