import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { enginePaths } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import { findEngine, providerMirror } from '../../../deployments/engine/engine.ts';
import { engineConfig } from '../../../deployments/engine/config.ts';

const execute = promisify(execFile);

/**
 * How long the engine alone takes for `init`, `plan`, `apply` of the plan and a second `plan`, in
 * milliseconds.
 */
export async function plainRun(main: string, within: string): Promise<number> {
  const settings = readSettings(process.env);
  const engine = await findEngine('opentofu', enginePaths(settings, process.env).opentofu);
  if ('reasons' in engine) throw new Error(engine.reasons.join('; '));
  const directory = await mkdtemp(path.join(within, 'plain-'));
  const config = path.join(directory, 'engine.rc');
  await writeFile(path.join(directory, 'main.tf'), main);
  await writeFile(config, await engineConfig(providerMirror(settings.SLIPWAY_CACHE_DIR), ['*']));
  const env = { PATH: '/usr/bin:/bin', HOME: directory, TF_CLI_CONFIG_FILE: config };
  const began = Date.now();
  for (const command of [
    ['init', '-input=false'],
    ['plan', '-input=false', '-out=plan'],
    ['apply', '-input=false', 'plan'],
    ['plan', '-input=false', '-detailed-exitcode'],
  ]) {
    await execute(engine.path, command, { cwd: directory, env });
  }
  const ms = Date.now() - began;
  await rm(directory, { recursive: true });
  return ms;
}
