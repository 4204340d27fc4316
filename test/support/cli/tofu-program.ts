/** A program `tofu` that finds the providers of the tests without a registry. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { enginePaths } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import { engineConfig } from '../../../deployments/engine/config.ts';
import { findEngine, providerMirror } from '../../../deployments/engine/engine.ts';

/** Writes the program into a folder, which is then to be on the path. */
export async function writeTofu(folder: string): Promise<void> {
  const settings = readSettings(process.env);
  const engine = await findEngine('opentofu', enginePaths(settings, process.env).opentofu);
  if ('reasons' in engine) throw new Error(engine.reasons.join('\n'));
  const config = path.join(folder, 'tofu.tfrc');
  const mirror = providerMirror(settings.SLIPWAY_CACHE_DIR);
  await writeFile(config, await engineConfig({ mirror }, ['hashicorp/random']));
  const program = `#!/bin/sh\nTF_CLI_CONFIG_FILE="${config}" exec "${engine.path}" "$@"\n`;
  await writeFile(path.join(folder, 'tofu'), program, { mode: 0o755 });
}
