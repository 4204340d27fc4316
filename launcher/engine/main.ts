/** `npm run engine`: finds, downloads or builds OpenTofu and the mirror of its providers. */
import { enginePaths } from '../../config/engine-paths.ts';
import { StartupError } from '../../config/process.ts';
import { readSettings, SettingsError } from '../../config/settings.ts';
import { obtainEngine } from './obtain.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());
try {
  const settings = readSettings(process.env);
  const found = await obtainEngine(
    enginePaths(settings, process.env).opentofu,
    settings.SLIPWAY_TOFU_RELEASES,
    { report: (message) => console.log(message), signal: stopped.signal },
  );
  console.log(`OpenTofu is ${found}`);
} catch (error) {
  if (!(error instanceof StartupError || error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
