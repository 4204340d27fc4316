/** What operations log and report when a real engine runs. */
import { expect, test } from 'vitest';
import type { LogLine } from '../../../contract/operations/log.ts';
import { readLogChunk } from '../../../deployments/log/read-log.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';
import type { BlobStore } from '../../../deployments/storage/blob-store.ts';
import { operationLog } from '../../../deployments/storage/keys.ts';
import { testDeployer } from '../../support/deployments/deployer.ts';

const signal = new AbortController().signal;

async function logOf(
  blobs: BlobStore,
  { organizationId, uid, operationId }: DeploymentJob,
): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for (;;) {
    const prefix = operationLog(organizationId, uid, operationId);
    const more = await readLogChunk(blobs, prefix, lines.at(-1)?.sequence ?? 0);
    if (more.length === 0) return lines;
    lines.push(...more);
  }
}

const SECRET = 'correct-horse-battery';
/** Its first resource prints its secret in two pieces, and the second one something that is made from the secret. */
const MODULE = {
  'prod/main.tf': `
    variable "password" {
      type      = string
      sensitive = false
    }
    variable "derived" { type = string }
    resource "terraform_data" "prints" {
      provisioner "local-exec" {
        command = "printf 'it is \\\\143orrect-horse'; sleep 0.4; printf '%b\\\\n' '\\\\055battery'"
      }
    }
    resource "terraform_data" "derived" {
      input = strrev(var.derived)
      provisioner "local-exec" {
        command = "echo \${strrev(var.derived)}"
      }
    }
    module "net" { source = "../net" }
  `,
  'net/main.tf': `
    resource "terraform_data" "net" { input = 1 }
    check "health" {
      assert {
        condition     = terraform_data.net.output == 2
        error_message = "The network is not healthy."
      }
    }
  `,
};

test('every phase is logged, without secrets, and warnings have their place in the source', async () => {
  const { deployer, job, secret, blobs } = testDeployer();
  secret('password', SECRET);
  secret('derived', 'prefix-of-it');
  const create = await job(MODULE, {
    workingDirectory: 'prod',
    secrets: { password: 'password', derived: 'derived' },
    variables: { sise: 4 },
    replace: ['a.typo'],
  });
  await deployer.validate(create, signal);
  const plan = await deployer.plan(create, { destroy: false }, signal);
  const applied = await deployer.apply(create, () => {}, signal);
  const verified = await deployer.verify(create, signal);
  expect(verified.unsettled).toEqual([]);

  const lines = await logOf(blobs, create);
  expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, i) => i + 1));
  expect([...new Set(lines.map(({ phase }) => phase))]).toEqual([
    'init',
    'validate',
    'plan',
    'apply',
    'verify',
  ]);
  const text = lines.map(({ message }) => message).join('\n');
  expect(text).toMatch(/^OpenTofu 1\.[\d.]+ runs init\n/);
  expect(text).toMatch(/apply ended with code 0 after [\d.]+ s/);
  expect(text).toContain('terraform_data.prints: (local-exec): ');
  expect(text).toContain('terraform_data.derived: (local-exec): (output withheld)');
  const stored = JSON.stringify(lines);
  expect(stored).not.toContain('correct-horse');
  expect(stored).not.toContain('-battery');
  expect(stored).not.toContain('ti-fo-xiferp');
  expect(lines.find(({ message }) => message.includes('Creation complete'))).toMatchObject({
    phase: 'apply',
    level: 'info',
    address: expect.stringContaining('terraform_data.') as string,
  });

  expect(plan.diagnostics.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ summary: 'Value for undeclared variable' }),
      expect.objectContaining({ summary: 'a.typo in replace matches nothing' }),
    ]),
  );
  const unhealthy = {
    severity: 'warning',
    summary: 'Check block assertion failed',
    detail: 'The network is not healthy.',
    file: 'net/main.tf',
    line: 5,
    snippet: '        condition     = terraform_data.net.output == 2',
  };
  expect(applied.items).toContainEqual(unhealthy);
  expect(verified.diagnostics.items).toContainEqual(unhealthy);
});

test('a failure has every diagnostic, and its log outlives the deployment', async () => {
  const { deployer, job, blobs } = testDeployer();
  const create = await job({
    'main.tf': 'resource "random_id" "a" {\n  byte_lenght = 4\n}\n',
  });
  const failure = await deployer.validate(create, signal).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    details: {
      code: 'module_invalid',
      retryable: false,
      diagnostics: {
        items: [
          { severity: 'error', summary: 'Missing required argument', file: 'main.tf', line: 1 },
          {
            severity: 'error',
            summary: 'Unsupported argument',
            file: 'main.tf',
            line: 2,
            snippet: '  byte_lenght = 4',
          },
        ],
        more: 0,
      },
    },
  });
  await deployer.noteAttempt(create, 'validateModule', 2);
  await deployer.cleanUp(create, signal);
  await deployer.deleteAll(create);
  const lines = await logOf(blobs, create);
  expect(lines.filter(({ level }) => level === 'error')).toHaveLength(3);
  expect(lines.at(-1)).toMatchObject({
    phase: 'attempt',
    level: 'warn',
    message: expect.stringMatching(/^Attempt 2 of validateModule/) as string,
  });
});

test('a preview logs nothing', async () => {
  const { deployer, job, blobs } = testDeployer();
  const preview = await job({ 'main.tf': 'variable "a" {}' }, { preview: true });
  await deployer.validate(preview, signal).catch(() => undefined);
  expect(await logOf(blobs, preview)).toEqual([]);
});
