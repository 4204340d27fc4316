import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EXIT, type ExitCode } from '../exit.ts';
import { command } from './shared/command.ts';

/** The supervisor is a separate program, so this is a path and not an import. */
const SUPERVISOR = fileURLToPath(new URL('../../launcher/start/main.js', import.meta.url));

export const dev = command({
  command: 'dev',
  describe: 'Run all of Slipway on this machine until Ctrl-C, like npm start',
  positionals: {},
  flags: { fresh: { type: 'boolean', describe: 'Delete the data of earlier runs first' } },
  examples: [
    ['dev', 'Temporal, a simulated cloud, the worker and the API'],
    ['dev --fresh', 'without the data of earlier runs'],
  ],
  async run({ fresh }, { env }): Promise<ExitCode> {
    const flags = fresh === true ? ['--fresh'] : [];
    const child = spawn(process.execPath, [SUPERVISOR, ...flags], { env, stdio: 'inherit' });
    // A terminal sends SIGINT to both processes. SIGTERM reaches only this one, so pass it on.
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    const ended: unknown[] = await once(child, 'exit');
    const code = ended[0];
    if (code === EXIT.succeeded || code === EXIT.usage) return code;
    return EXIT.failed;
  },
});
