/** `npm run engine`: has OpenTofu and the mirror of its providers ready, for deployments. */
import { enginePlaces } from '../../config/engine-places.ts';
import { StartupError } from '../../config/process.ts';
import { readSettings, SettingsError } from '../../config/settings.ts';
import { obtainEngine } from './obtain.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());
try {
  const settings = readSettings(process.env);
  const found = await obtainEngine(
    enginePlaces(settings, process.env).opentofu,
    settings.SLIPWAY_TOFU_RELEASES,
    { report: (message) => console.log(message), signal: stopped.signal },
  );
  console.log(`OpenTofu is ${found}`);
} catch (error) {
  if (!(error instanceof StartupError || error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
