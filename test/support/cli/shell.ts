/** A shell in the root of the repository with `slipway` on its path, as after `npm link`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { kill } from '../../../tools/test/leftovers.ts';
import { endOf } from '../stack/child-end.ts';
import { DIST } from '../stack/part.ts';

const DEADLINE_MS = 120_000;

export interface Shell {
  /** A temporary folder in place of ~/.config. */
  configHome: string;
  /** The environment of its programs. */
  env: NodeJS.ProcessEnv;
  /** Runs the commands until one fails. @returns their whole output, in order */
  run(commands: string): Promise<{ code: number | string; output: string }>;
}

export function createShell(env: Record<string, string>): Shell {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-shell-'));
  const main = path.join(DIST, 'cli', 'bundle', 'main.mjs');
  const program = `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`;
  writeFileSync(path.join(folder, 'slipway'), program, { mode: 0o755 });
  const environment = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    XDG_CONFIG_HOME: folder,
    XDG_CONFIG_DIRS: folder,
    FORCE_COLOR: '',
    NO_COLOR: '1',
    ...env,
  };
  const open = new Set<() => void>();
  afterEach(() => {
    for (const end of open) end();
    open.clear();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return {
    configHome: folder,
    env: environment,
    async run(commands) {
      const child = spawn('sh', ['-euc', commands], {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        // A process group of its own, so that its children end with it.
        detached: true,
      });
      const end = () => {
        if (child.pid !== undefined) kill(-child.pid);
      };
      const deadline = setTimeout(end, DEADLINE_MS);
      open.add(end);
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (piece: string) => (output += piece));
      }
      const code = await endOf(child);
      clearTimeout(deadline);
      open.delete(end);
      return { code, output };
    },
  };
}
