#!/usr/bin/env node
/** The program `slipway` of package.json: the compiled command line, built first where it is not yet. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = new URL('../dist/cli/main.js', import.meta.url);

if (!existsSync(main)) {
  process.stderr.write('Building Slipway, once; this takes some seconds\n');
  // Its words go to standard error: standard output belongs to the command.
  const build = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: [0, 2, 2] });
  if (build.status !== 0) process.exit(1);
}
await import(main.href);
