#!/usr/bin/env node
/** The program `slipway` of package.json. Runs the compiled command line, and builds it first if necessary. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = new URL('../dist/cli/main.js', import.meta.url);

if (!existsSync(main)) {
  process.stderr.write('Building Slipway. This takes some seconds and happens only once.\n');
  // The build writes to standard error, because standard output belongs to the command.
  const build = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: [0, 2, 2] });
  if (build.status !== 0) process.exit(1);
}
await import(main.href);
