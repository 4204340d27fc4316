import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT, type ExitCode } from '../exit.ts';
import { command } from './shared/command.ts';

/** The supervisor is a separate program, so this is a path and not an import. */
const SUPERVISOR = fileURLToPath(new URL('../../launcher/start/main.js', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const dev = command({
  command: 'dev',
  describe: 'Run all of Slipway on this machine until Ctrl-C, like npm start',
  positionals: {},
  flags: { fresh: { type: 'boolean', describe: 'Delete the data of earlier runs first' } },
  examples: [
    ['dev', 'Temporal, a simulated cloud, the worker and the API'],
    ['dev --fresh', 'without the data of earlier runs'],
  ],
  async run({ fresh }, { env, stderr }): Promise<ExitCode> {
    if (!existsSync(SUPERVISOR)) {
      stderr.writeLine('Building Slipway. This takes some seconds and happens only once.');
      await stderr.flush();
      // The build writes to standard error, because standard output belongs to the command.
      const build = spawn('npm', ['run', 'build', '--silent'], {
        cwd: ROOT,
        env,
        stdio: [0, 2, 2],
      });
      if ((await exitOf(build)) !== EXIT.succeeded) return EXIT.failed;
    }
    const flags = fresh === true ? ['--fresh'] : [];
    const child = spawn(process.execPath, [SUPERVISOR, ...flags], { env, stdio: 'inherit' });
    // A terminal sends SIGINT to both processes. SIGTERM reaches only this one, so pass it on.
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    const code = await exitOf(child);
    return code === EXIT.succeeded || code === EXIT.usage ? code : EXIT.failed;
  },
});

async function exitOf(child: ChildProcess): Promise<unknown> {
  const ended: unknown[] = await once(child, 'exit');
  return ended[0];
}
