/** Reads and follows the logs of operations, and the warnings of their modules. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSlipway } from '../../../client/client.ts';
import type { LogLine } from '../../../client/streams/log.ts';
import { SHARED } from '../../support/deployments/deployment.ts';
import type { Stack } from '../../support/stack/stack.ts';

export function logs(stack: Stack): void {
  test('a log is followed while the engine runs, and an operation has the warnings of its module', async () => {
    const gate = path.join(SHARED, 'logs.gate');
    const main = `
      resource "terraform_data" "it" {
        provisioner "local-exec" {
          command = "echo it waits; until [ -e ${gate} ]; do sleep 0.05; done"
        }
      }
      check "health" {
        assert {
          condition     = terraform_data.it.id == "x"
          error_message = "It is not healthy."
        }
      }
    `;
    const source = { files: { 'main.tf': main, 'terraform.tfvars': 'sise = 4\n' } };
    const { id } = await stack.submit('/deployments', { name: 'logged', source });
    const slipway = createSlipway({ baseUrl: stack.api.url });
    const lines: LogLine[] = [];
    for await (const line of slipway.log(id, { follow: true })) {
      lines.push(line);
      // The resource is made only when the line about it was read.
      if (line.message.endsWith('it waits')) writeFileSync(gate, '');
    }
    const operation = await stack.succeeded(id);
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, i) => i + 1));
    expect([...new Set(lines.map(({ phase }) => phase))]).toEqual([
      'init',
      'validate',
      'plan',
      'apply',
      'verify',
    ]);
    expect(operation.diagnostics).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          severity: 'warning',
          summary: 'Check block assertion failed',
          file: 'main.tf',
          line: 9,
        }),
        expect.objectContaining({ summary: 'Value for undeclared variable' }),
      ]),
    );

    const as = (accept: string, query = '') =>
      stack.api.get(`/operations/${id}/log${query}`, { headers: { accept } });
    const text = await as('text/plain', `?after=${lines.length - 1}`);
    expect(text.body).toMatch(/^\S+Z verify plan ended with code 0 after [\d.]+ s\n$/);
    expect((await as('image/png')).status).toBe(406);
    expect((await as('*/*', '?after=x')).status).toBe(400);
    expect((await stack.apis[2]?.get(`/operations/${id}/log`))?.status).toBe(404);

    const removal = await stack.remove('/deployments/logged');
    await stack.succeeded(removal.id);
    const phases = new Set<string>();
    for await (const { phase } of slipway.log(removal.id)) phases.add(phase);
    expect([...phases]).toEqual(['init', 'plan', 'destroy']);
    expect((await as('text/plain')).body).toContain('it waits');
  });

  test('the log of a failed creation remains, and that of an operation without an engine is its timeline', async () => {
    const source = { files: { 'main.tf': 'output "it" {\n  value = shout("x")\n}\n' } };
    const { id } = await stack.submit('/deployments', { name: 'unlogged', source });
    const failed = await stack.finished(id);
    expect(failed).toMatchObject({
      status: 'failed',
      error: { code: 'module_invalid', details: { retryable: false } },
      diagnostics: [
        {
          severity: 'error',
          summary: 'Call to unknown function',
          file: 'main.tf',
          line: 2,
          snippet: '  value = shout("x")',
        },
      ],
    });
    expect(JSON.stringify(failed.diagnostics)).not.toContain(stack.dataDirectory);
    const slipway = createSlipway({ baseUrl: stack.api.url });
    const errors: string[] = [];
    for await (const { level, message } of slipway.log(id))
      if (level === 'error') errors.push(message);
    expect(errors).toHaveLength(2);

    const discovery = await stack.submit('/instance-types:discover', { gpu: false });
    const told: LogLine[] = [];
    for await (const line of slipway.log(discovery.id, { follow: true })) told.push(line);
    expect(told[0]?.phase).toBe('operation.accepted');
    expect(told.at(-1)?.phase).toBe('operation.succeeded');
  });
}
