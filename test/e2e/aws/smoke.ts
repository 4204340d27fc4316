/** `npm run aws:smoke` against the sandbox: the same command that a person runs in a real account. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SANDBOX_CREDENTIALS } from '../../support/aws/sandbox.ts';
import type { AwsStack } from '../../support/aws/stack.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../dist/tools/aws-smoke/main.js');
const RUN_MS = 300_000;
const TEST_MS = 330_000;

async function run(
  aws: AwsStack,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [MAIN, '--region', 'eu-central-1', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...SANDBOX_CREDENTIALS, AWS_ENDPOINT_URL: aws.sandbox.url },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  // A run that hangs fails with what it has said.
  const kill = setTimeout(() => child.kill('SIGKILL'), RUN_MS);
  await once(child, 'close');
  clearTimeout(kill);
  return { code: child.exitCode, output };
}

export function smokeRun(aws: AwsStack): void {
  describe('npm run aws:smoke', () => {
    test('makes nothing without an answer', async () => {
      const before = (await aws.sandbox.calls()).length;
      const { code, output } = await run(aws, '--server', aws.stack.api.url);
      expect(output).toContain('Add --yes to run without the question.');
      expect(output).toMatch(/together +0\.20 USD/);
      expect(code).toBe(2);
      const calls = await aws.sandbox.calls(before);
      expect(new Set(calls.map(({ action }) => action))).toEqual(
        new Set(['GetCallerIdentity', 'DescribeClusterVersions']),
      );
    });

    test(
      'takes a cluster through its life, prints a report, and leaves nothing',
      async () => {
        const { code, output } = await run(aws, '--server', aws.stack.api.url, '--yes');
        expect(output).toMatch(/passed +upgrade it to 1\.\d\d/);
        expect(output).toMatch(/passed +scale it to two nodes/);
        expect(output).toMatch(/passed +nothing remains in the account/);
        expect(output).toMatch(/The run passed in/);
        expect(code).toBe(0);
        expect(await aws.sandbox.things()).toEqual([]);
      },
      TEST_MS,
    );
  });
}

export function failingSmokeRun(aws: AwsStack): void {
  describe('npm run aws:smoke that fails', () => {
    test(
      'a step that fails shows its reason, and what was made is deleted all the same',
      async () => {
        await aws.sandbox.faults({
          faults: [{ kind: 'create_failed', node: 'control_plane/main' }],
        });
        const { code, output } = await run(aws, '--server', aws.stack.api.url, '--yes');
        expect(output).toMatch(/failed +create cluster smoke-\S+ .*The sandbox injects/);
        expect(output).toMatch(/skipped +scale it to two nodes .*after: create cluster/);
        expect(output).toMatch(/passed +delete the network/);
        expect(output).toMatch(/passed +nothing remains in the account/);
        expect(code).toBe(1);
        expect(await aws.sandbox.things()).toEqual([]);
      },
      TEST_MS,
    );
  });
}
