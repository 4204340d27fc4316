/** Tests what the command line prints without a server. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { tryPort } from '../../host/free-port.ts';
import { createCli } from '../support/cli/cli.ts';
import { DIST } from '../support/stack/part.ts';

let server = 'http://127.0.0.1:9';
const cli = createCli(() => server);
const ROOT = path.resolve(import.meta.dirname, '../..');
const MAIN = path.join(DIST, 'cli', 'bundle', 'main.mjs');

test('without a server: one sentence, and how to start one', async () => {
  const port = await tryPort('127.0.0.1', 0);
  server = `http://127.0.0.1:${port.free ? port.port : 9}`;
  const { code, stderr, stdout } = await cli.run(['clusters', 'create', 'demo']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^slipway: The server cannot be reached: connect ECONNREFUSED/);
  expect(stderr).toContain('slipway dev');
});

test('Ctrl-C while no response comes', async () => {
  const { code, stderr } = await expectInterruptible();
  expect(code).toBe(130);
  expect(stderr).toContain('Stopped before the server answered');
});

async function expectInterruptible() {
  // Accepts requests, and never responds.
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  server = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const running = cli.start(['clusters', 'create', 'demo']);
  const [socket] = (await once(silent, 'connection')) as [Socket];
  running.interrupt();
  const ran = await running.ended;
  socket.destroy();
  silent.close();
  await once(silent, 'close');
  return ran;
}

test('a malformed command line is explained in one sentence', async () => {
  const { code, stdout, stderr } = await cli.run(['clusters', 'frob']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    'slipway: "frob" is not a command of "slipway clusters".\nFor usage, run: slipway clusters --help\n',
  );
});

test('the script for bash asks the program', async () => {
  const { stdout: script } = await cli.run(['completion', 'bash']);
  const program = `slipway() { "${process.execPath}" "${MAIN}" "$@"; }
${script}
COMP_WORDS=(slipway networks create --ci); COMP_CWORD=3
_slipway; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', program], { encoding: 'utf8' });
  expect(stdout).toBe('--cidr\n');
});

test('scripts for zsh and fish', async () => {
  expect((await cli.run(['completion', 'zsh'])).stdout).toMatch(/^#compdef slipway\n/);
  expect((await cli.run(['completion', 'fish'])).stdout).toContain('complete -c slipway');
});

test('the program of package.json exists, is executable, and needs no build to be linked', async () => {
  const manifest = z
    .object({ bin: z.object({ slipway: z.string() }), version: z.string() })
    .parse(JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')));
  const program = path.join(ROOT, manifest.bin.slipway);
  await access(program, constants.X_OK);
  expect(path.relative(ROOT, program)).not.toMatch(/^dist/);
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  expect(stdout).toBe(`${manifest.version}\n`);
});
