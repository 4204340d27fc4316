/** `npm run engine`: has OpenTofu and the mirror of its providers ready, for deployments. */
import { StartupError } from '../../config/process.ts';
import { readSettings, SettingsError } from '../../config/settings.ts';
import { obtainEngine } from './obtain.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());
try {
  const { SLIPWAY_TOFU, SLIPWAY_CACHE_DIR } = readSettings(process.env);
  const found = await obtainEngine(
    { given: SLIPWAY_TOFU, searchPath: process.env['PATH'] ?? '', cacheDir: SLIPWAY_CACHE_DIR },
    { report: (message) => console.log(message), signal: stopped.signal },
  );
  console.log(`OpenTofu is ${found}`);
} catch (error) {
  if (!(error instanceof StartupError || error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
