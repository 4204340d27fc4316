/** Tests the program in a pseudo-terminal: the live view, Ctrl-C, and questions. */
import { expect, test } from 'vitest';
import type { OpenTerminal } from '../../../tools/pictures/terminal.ts';
import { shows } from '../../support/cli/screen.ts';
import type { Scene } from './scene.ts';

/** How often a line is on the screen. */
const count = (terminal: OpenTerminal, pattern: RegExp) =>
  terminal.lines().filter((line) => pattern.test(line)).length;

export function terminals(scene: Scene): void {
  const { cli, hold } = scene;
  const slipway = (line: string, size?: { columns?: number; rows?: number }) =>
    cli.terminal(line.split(' '), size);

  test('a create shows one picture that changes, and the outcome below it', async () => {
    hold.before('verify');
    const terminal = slipway(
      'clusters create pictured --network base --no-karpenter --addon vpc-cni,coredns',
      { columns: 90, rows: 40 },
    );
    await shows(terminal, /━+─* +(\d+) of \1 {2}verifying/);
    await shows(terminal, /├─ ✓ control_plane\/main +[\d.]+ m?s/);
    await shows(terminal, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] create cluster pictured +0:\d\d/);
    hold.release();
    expect(await terminal.ended).toBe(0);
    await shows(terminal, /^✓ create cluster pictured/);
    expect(terminal.lines()).toContainEqual(expect.stringMatching(/^✓ cluster pictured is active/));
    // No part of earlier pictures remains.
    expect(count(terminal, /create cluster pictured/)).toBe(1);
    expect(count(terminal, /control_plane\/main/)).toBe(1);
    expect(terminal.raw()).toContain('\x1b[32m');
    expect(terminal.raw().lastIndexOf('\x1b[?25h')).toBeGreaterThan(
      terminal.raw().lastIndexOf('\x1b[?25l'),
    );
  });

  test('Ctrl-C stops watching, shows how to resume, and cancels nothing', async () => {
    hold.before('verify');
    const terminal = slipway('networks create lasting --zones 1');
    await shows(terminal, /verifying/);
    terminal.type('\x03');
    expect(await terminal.ended).toBe(130);
    const [, id = ''] = await shows(terminal, /slipway operations watch ([0-9A-Z]{26})/);
    await shows(terminal, new RegExp(`slipway operations cancel ${id}`));
    expect((await scene.stack.api.get(`/operations/${id}`)).body).toMatchObject({
      status: 'running',
    });

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
    expect((await scene.stack.api.get('/networks/lasting')).body).toMatchObject({
      status: 'active',
    });

    const agreed = slipway('networks delete lasting');
    await shows(agreed, /\[y\/N\]/);
    agreed.type('y\r');
    expect(await agreed.ended).toBe(0);
    await shows(agreed, /✓ delete network lasting/);
    expect((await scene.stack.api.get('/networks/lasting')).status).toBe(404);
  });

  test('a small window shows the important lines, and a failure is shown completely', async () => {
    const faults = [{ type: 'node_group', when: 'ready', kind: 'error', code: 'OutOfMachines' }];
    const { id } = await scene.stack.submit('/clusters', {
      name: 'unlucky',
      networkId: 'base',
      karpenter: false,
      simulation: { faults },
    });
    const terminal = slipway(`operations watch ${id}`, { columns: 46, rows: 12 });
    expect(await terminal.ended).toBe(1);
    await shows(terminal, /✗ create cluster unlucky failed after/);
    await shows(terminal, /code +out_of_machines/);
    await shows(terminal, /cause +node_group\/default/);
    await shows(terminal, /undone +\d\d: /);
    await shows(terminal, /next +slipway operations/);
    expect(count(terminal, /create cluster unlucky +0:/)).toBe(1);
    // The redrawn part is no higher than the window. Otherwise it would have scrolled away.
    expect(terminal.lines().findIndex((line) => line.includes('failed after'))).toBeLessThan(12);
  });

  test('the view waits for a server that becomes unreachable', async () => {
    hold.before('verify');
    const terminal = slipway('networks create steady --zones 1');
    await shows(terminal, /verifying/);
    await scene.stack.api.kill();
    await shows(terminal, /The server does not answer\. Trying again/);
    await scene.stack.api.start();
    hold.release();
    expect(await terminal.ended).toBe(0);
    await shows(terminal, /✓ network steady is active/);
  });
}
