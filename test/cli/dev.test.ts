/** Runs `slipway dev` in a terminal: all of Slipway, until Ctrl-C. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createCli } from '../support/cli/cli.ts';
import { eventually } from '../support/eventually.ts';

const cli = createCli(() => '');

test('starts everything, serves commands, and stops at Ctrl-C', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-dev-'));
  const ports = ['PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'SIMULATOR_PORT'];
  const env = {
    ...Object.fromEntries(ports.map((name) => [name, '0'])),
    SLIPWAY_DATA_DIR: folder,
    HOME: process.env['HOME'] ?? folder,
    ...(process.env['SLIPWAY_CACHE_DIR'] && {
      SLIPWAY_CACHE_DIR: process.env['SLIPWAY_CACHE_DIR'],
    }),
  };
  const terminal = cli.terminal(['dev'], { env, columns: 140, rows: 60 });
  const server = await eventually(() => /API: +(http:\S+)/.exec(terminal.lines().join('\n'))?.[1], {
    timeoutMs: 40_000,
  });
  const { code } = await cli.run(['networks', 'list', '--server', server]);
  expect(code).toBe(0);
  terminal.type('\x03');
  expect(await terminal.ended).toBe(0);
  rmSync(folder, { recursive: true });
});
