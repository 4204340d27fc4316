/** `npm run engine`: finds, downloads or builds OpenTofu and the mirror of its providers. */
import { enginePaths } from '../../config/engine-paths.ts';
import { runObtainCommand } from '../tools/obtain-command.ts';
import { obtainEngine } from './obtain.ts';

await runObtainCommand(async ({ settings, report, signal }) => {
  const { opentofu } = enginePaths(settings, process.env);
  const found = await obtainEngine(opentofu, settings.SLIPWAY_TOFU_RELEASES, { report, signal });
  return `OpenTofu is ${found}`;
});
