/** `npm run kubernetes`: builds the programs with which the simulated cloud runs real control planes. */
import { parseArgs } from 'node:util';
import { StartupError } from '../../config/process.ts';
import { runObtainCommand } from '../tools/obtain-command.ts';
import { obtainKubernetes } from './obtain.ts';

await runObtainCommand(async ({ settings, report, signal }) => {
  const { version: versions = [] } = readArguments();
  const found = await obtainKubernetes(settings.SLIPWAY_CACHE_DIR, { versions, report, signal });
  return `The programs of Kubernetes, with kubectl, are in ${found}`;
});

function readArguments(): { version?: string[] } {
  try {
    return parseArgs({ options: { version: { type: 'string', multiple: true } } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`${reason}\nUsage: npm run kubernetes -- [--version 1.33]`);
  }
}
