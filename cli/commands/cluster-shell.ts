import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { clusters } from '../collections/clusters.ts';
import { UsageError, type ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { fetchKubeconfig } from '../kubeconfig/fetch.ts';
import { openSession } from '../session/session.ts';
import { command } from './shared/command.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

export const clusterShell = command({
  command: 'shell <name>',
  describe: 'Open a shell in which kubectl, helm and others use the cluster',
  positionals: NAME,
  completes: namesIn(clusters.list),
  flags: {},
  examples: [
    ['clusters shell demo', 'then: kubectl get nodes; exit ends it'],
    [
      "clusters shell demo <<< 'kubectl get nodes'",
      'runs one command, and ends with its exit code',
    ],
  ],
  async run({ name, ...args }, io) {
    const config = await fetchKubeconfig(await openSession(io, args), name);
    const folder = await mkdtemp(path.join(tmpdir(), 'slipway-shell-'));
    try {
      const file = path.join(folder, 'kubeconfig');
      await writeFile(file, config, { mode: 0o600 });
      if (io.stderr.isTTY) {
        io.stderr.write(`kubectl uses the cluster ${name} in this shell. Leave it with: exit\n`);
        await io.stderr.flush();
      }
      return await runShell(io, { KUBECONFIG: file });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** As shells do, a program that a signal has ended has this code plus the number of the signal. */
const KILLED = 128;

/**
 * Starts a shell, which gets the terminal of this program. Resolves to its exit code when the user has left it: that of
 * its last command.
 */
function runShell({ env }: Pick<Io, 'env'>, more: NodeJS.ProcessEnv): Promise<ExitCode> {
  const shell = env['SHELL'] || '/bin/sh';
  return new Promise((resolve, reject) => {
    const child = spawn(shell, [], { env: { ...env, ...more }, stdio: 'inherit' });
    child.once('error', (error) => {
      reject(new UsageError(`Cannot start ${shell} (the variable SHELL): ${error.message}`));
    });
    child.once('close', (code, signal) => {
      resolve(code ?? KILLED + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
