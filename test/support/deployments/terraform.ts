/** Terraform, as settings find it. OpenTofu takes its place on a machine without it, and the output says so. */
import { enginePaths } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import type { DeployerSettings } from '../../../deployments/deployer.ts';
import { findEngine } from '../../../deployments/engine/engine.ts';

const { terraform, opentofu } = enginePaths(readSettings(process.env), process.env);

/** Returns settings under which the engine `terraform` is found by its path, and is the only engine. */
export async function terraformByPath(): Promise<DeployerSettings['engines']> {
  for (const [name, places] of [
    ['terraform', terraform],
    ['opentofu', opentofu],
  ] as const) {
    const found = await findEngine(name, places);
    if (!('path' in found)) continue;
    process.stdout.write(`Terraform is played by ${found.name} ${found.version}\n`);
    return {
      opentofu: terraform,
      terraform: { given: found.path, searchPath: '', cacheDir: '', version: found.version },
    };
  }
  throw new Error('there is no engine: npm run engine');
}
