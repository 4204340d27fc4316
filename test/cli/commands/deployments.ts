/** Deploys from a directory: the plan, the question, and the outcome. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shows } from '../../support/cli/screen.ts';
import { eventually } from '../../support/eventually.ts';
import type { Scene } from './scene.ts';

const MAIN = `
variable "release" {
  default = "1"
}
resource "random_id" "id" {
  byte_length = 4
}
resource "terraform_data" "site" {
  input = "site-\${var.release}"
}
output "site" {
  value = terraform_data.site.output
}
output "binary" {
  value = filebase64("\${path.module}/data.bin")
}
`;

const ID = /slipway operations confirm ([0-9A-Z]{26})/;
const QUESTION = /Apply this plan\? \d+ to (create|update)\. \[yes\/no\]/;
const update = (release: string) => `deployments update web --var release=${release}`.split(' ');

export function deployments(scene: Scene): void {
  const { cli } = scene;
  const directory = mkdtempSync(path.join(tmpdir(), 'slipway-module-'));
  beforeAll(() => {
    writeFileSync(path.join(directory, 'main.tf'), MAIN);
    writeFileSync(path.join(directory, 'data.bin'), Buffer.from([0, 255]));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  async function site(): Promise<string> {
    const { stdout } = await cli.run(['deployments', 'outputs', 'web', 'site']);
    return stdout.trim();
  }

  test('a waiting plan is shown with a question; yes applies it', async () => {
    const create = ['deployments', 'create', 'web', '--dir', directory, '--confirm', 'manual'];
    const terminal = cli.terminal(create);
    await shows(terminal, QUESTION);
    await shows(terminal, /^Plan: apply deployment web$/m);
    await shows(terminal, /^2 to create\. Nothing has changed yet\.$/m);
    expect(terminal.raw()).toContain('\x1b[32m  + random_id/id\x1b[39m');
    terminal.type('perhaps\r');
    await shows(terminal, /perhaps\s+Apply this plan/);
    terminal.type('yes\r');
    expect(await terminal.ended).toBe(0);
    await shows(terminal, /^✓ apply deployment web/m);
    await shows(terminal, /^site +site-1$/m);
    await shows(terminal, /^binary +AP8=$/m);
    expect(await site()).toBe('site-1');
  });

  test('no discards the plan, and the question disappears at another client', async () => {
    const terminal = cli.terminal(update('2'));
    await shows(terminal, QUESTION);
    await shows(terminal, /^ {2}~ terraform_data\/site$/m);
    await shows(terminal, /^ +~ input = "site-1" -> "site-2"$/m);
    await shows(terminal, /^1 to update, 1 unchanged\./m);
    const { body } = await scene.stack.api.get('/deployments/web');
    const { operationId } = body as { operationId: string };
    const other = cli.terminal(['operations', 'watch', operationId]);
    await shows(other, QUESTION);
    other.type('no\r');
    expect(await other.ended).toBe(3);
    await shows(other, /code +plan_discarded/);
    expect(await terminal.ended).toBe(3);
    expect(await site()).toBe('site-1');
  });

  test('Ctrl-C leaves the plan waiting, and shows how to decide', async () => {
    const terminal = cli.terminal(update('3'));
    await shows(terminal, QUESTION);
    terminal.type('\x03');
    expect(await terminal.ended).toBe(130);
    const [, id = ''] = await shows(terminal, ID);
    await shows(terminal, new RegExp(`slipway operations discard ${id}`));
    await eventually(async () => {
      const list = 'operations list --status awaiting_confirmation -o name'.split(' ');
      return (await cli.run(list)).stdout.includes(id);
    });
    const discarded = await cli.run(['operations', 'discard', id]);
    expect(discarded.code).toBe(0);
    expect(await site()).toBe('site-1');
  });

  test('without a terminal the plan and the commands for the decision are printed', async () => {
    const updating = cli.start(update('4'));
    const id = await eventually(() => ID.exec(updating.stderr())?.[1], { timeoutMs: 30_000 });
    expect(updating.stderr()).toMatch(/^0:0\d {2}awaiting confirmation$/m);
    expect(updating.stderr()).toMatch(/^ {2}~ terraform_data\/site$/m);
    const confirmed = await cli.run(['operations', 'confirm', id]);
    expect(confirmed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^site +site-4$/m) });
    const again = await cli.run(['operations', 'confirm', id]);
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not_awaiting_confirmation'),
    });
    const { code, stderr } = await updating.ended;
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/updated terraform_data\/site/),
    });
  });

  test('lists, shows and destroys', async () => {
    const { stdout } = await cli.run(['deployments', 'list']);
    expect(stdout).toMatch(/^web +active +opentofu +manual +1 +\d+[sm]$/m);
    const shown = await cli.run(['deployments', 'get', 'web']);
    expect(shown.stdout).toMatch(/^files +main\.tf$/m);
    const deleting = cli.start(['deployments', 'delete', 'web', '--yes']);
    const id = await eventually(() => ID.exec(deleting.stderr())?.[1], { timeoutMs: 30_000 });
    expect((await cli.run(['operations', 'confirm', id])).code).toBe(0);
    expect((await deleting.ended).code).toBe(0);
    expect((await cli.run(['deployments', 'get', 'web'])).stderr).toContain('not_found');
  });
}
