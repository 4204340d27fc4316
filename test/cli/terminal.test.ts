/** Runs the command line in a pseudo-terminal: the live view, Ctrl-C, and questions. */
import { beforeAll, expect, test } from 'vitest';
import type { OpenTerminal } from '../../tools/pictures/terminal.ts';
import { createCli } from '../support/cli/cli.ts';
import { createHold } from '../support/faults/hold.ts';
import { shows } from '../support/cli/screen.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

const hold = createHold();
let stack: Stack;
const cli = createCli(() => stack.api.url);
beforeAll(async () => {
  stack = await startStack(hold.options);
});

const slipway = (line: string, size?: { columns?: number; rows?: number }) =>
  cli.terminal(line.split(' '), size);

/** How often a line is on the screen. */
const count = (terminal: OpenTerminal, pattern: RegExp) =>
  terminal.lines().filter((line) => pattern.test(line)).length;

test('a create shows one picture that changes, and the outcome below it', async () => {
  hold.before('verify');
  const terminal = slipway('clusters create demo', { columns: 90, rows: 40 });
  await shows(terminal, /━+─* +37 of 37 {2}verifying/);
  await shows(terminal, /├─ ✓ control_plane\/main +[\d.]+ m?s/);
  await shows(terminal, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] create cluster demo +0:\d\d/);
  hold.release();
  expect(await terminal.ended).toBe(0);
  await shows(terminal, /^✓ create cluster demo/);
  expect(terminal.lines()).toContainEqual(expect.stringMatching(/^✓ cluster demo is active/));
  // No part of earlier pictures remains.
  expect(count(terminal, /create cluster demo/)).toBe(1);
  expect(count(terminal, /control_plane\/main/)).toBe(1);
  expect(terminal.raw()).toContain('\x1b[32m');
  expect(terminal.raw().lastIndexOf('\x1b[?25h')).toBeGreaterThan(
    terminal.raw().lastIndexOf('\x1b[?25l'),
  );
});

test('Ctrl-C stops watching, shows how to resume, and cancels nothing', async () => {
  hold.before('verify');
  const terminal = slipway('networks create lasting');
  await shows(terminal, /verifying/);
  terminal.type('\x03');
  expect(await terminal.ended).toBe(130);
  const [, id = ''] = await shows(terminal, /slipway operations watch ([0-9A-Z]{26})/);
  await shows(terminal, new RegExp(`slipway operations cancel ${id}`));
  expect((await stack.api.get(`/operations/${id}`)).body).toMatchObject({ status: 'running' });

  const resumed = slipway(`operations watch ${id}`);
  await shows(resumed, /create network lasting/);
  hold.release();
  expect(await resumed.ended).toBe(0);
  await shows(resumed, /✓ network lasting is active/);
});

test('a delete asks for confirmation; no deletes nothing', async () => {
  const refused = slipway('networks delete lasting');
  await shows(refused, /Delete network lasting at http.*\? \[y\/N\]/);
  refused.type('\r');
  expect(await refused.ended).toBe(3);
  await shows(refused, /Nothing was changed\./);

  const interrupted = slipway('networks delete lasting');
  await shows(interrupted, /\[y\/N\]/);
  interrupted.type('\x03');
  expect(await interrupted.ended).toBe(130);
  expect((await stack.api.get('/networks/lasting')).body).toMatchObject({ status: 'active' });

  const agreed = slipway('networks delete lasting');
  await shows(agreed, /\[y\/N\]/);
  agreed.type('y\r');
  expect(await agreed.ended).toBe(0);
  await shows(agreed, /✓ delete network lasting/);
  expect((await stack.api.get('/networks/lasting')).status).toBe(404);
});

test('a small window shows the important lines, and a failure is shown completely', async () => {
  const faults = [{ type: 'node_group', when: 'ready', kind: 'error', code: 'OutOfMachines' }];
  const { id } = await stack.submit('/clusters', { name: 'unlucky', simulation: { faults } });
  const terminal = slipway(`operations watch ${id}`, { columns: 46, rows: 12 });
  expect(await terminal.ended).toBe(1);
  await shows(terminal, /✗ create cluster unlucky failed after/);
  await shows(terminal, /code +out_of_machines/);
  await shows(terminal, /cause +node_group\/default/);
  await shows(terminal, /undone +3\d: /);
  await shows(terminal, /next +slipway operations/);
  expect(count(terminal, /create cluster unlucky +0:/)).toBe(1);
  // The redrawn part is no higher than the window. Otherwise it would have scrolled away.
  expect(terminal.lines().findIndex((line) => line.includes('failed after'))).toBeLessThan(12);
});

test('the view waits for a server that becomes unreachable', async () => {
  hold.before('verify');
  const terminal = slipway('networks create steady');
  await shows(terminal, /verifying/);
  await stack.api.kill();
  await shows(terminal, /The server does not answer\. Trying again/);
  await stack.api.start();
  hold.release();
  expect(await terminal.ended).toBe(0);
  await shows(terminal, /✓ network steady is active/);
});
