/** `npm run kubernetes`: builds the programs with which the simulated cloud runs real control planes. */
import { parseArgs } from 'node:util';
import { StartupError } from '../../config/process.ts';
import { readSettings, SettingsError } from '../../config/settings.ts';
import { obtainKubernetes } from './obtain.ts';

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort());
try {
  const { SLIPWAY_CACHE_DIR } = readSettings(process.env);
  const { version = [] } = readArguments();
  const found = await obtainKubernetes(SLIPWAY_CACHE_DIR, {
    versions: version,
    report: (message) => console.log(message),
    signal: stopped.signal,
  });
  console.log(`The programs of Kubernetes, with kubectl, are in ${found}`);
} catch (error) {
  if (!(error instanceof StartupError || error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readArguments(): { version?: string[] } {
  try {
    return parseArgs({ options: { version: { type: 'string', multiple: true } } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`${reason}\nUsage: npm run kubernetes -- [--version 1.33]`);
  }
}
