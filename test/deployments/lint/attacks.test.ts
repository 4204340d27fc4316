/** The check of a module's files before an engine sees them: attacks are named with file and line, and only attacks. */
import { describe, expect, test } from 'vitest';
import { createDeploymentKind } from '../../../operations/kinds/deployment.ts';
import type { KindDeps } from '../../../operations/kinds/resource-kind.ts';
import type { Submission } from '../../../operations/admission/submission.ts';
import { createDeploymentRequestSchema } from '../../../contract/resources/deployment.ts';
import { lintModule } from '../../../deployments/lint/lint.ts';

const STRICT = { allowLocalExec: false, allowedBackends: ['s3'] };

function faults(files: Record<string, string>): string[] {
  return lintModule(files, STRICT).map(
    ({ file, message }) => `${file}: ${message.split('.')[0] ?? ''}`,
  );
}
const inMain = (text: string) => faults({ 'main.tf': text });

const EXTERNAL = 'An encryption block of the type external runs a program';
const REMOVED = 'A provisioner in a removed block runs a program';
const LOCAL = 'A local-exec provisioner runs a program';
const OVERRIDE = 'An override file must not change where the state is kept';
const REMOTE =
  'A remote state is read only from backends that are allowed, and their type must be a plain string';

describe('an attack is named', () => {
  test.each([
    [
      'a key provider',
      'terraform {\n encryption {\n  key_provider "external" "k" {\n   command = ["sh"]\n  }\n }\n}',
      3,
      EXTERNAL,
    ],
    [
      'a method without quotes',
      'terraform { \n encryption {\n  method external m {}\n }\n}',
      3,
      EXTERNAL,
    ],
    [
      'a label with escapes',
      'terraform {\n encryption {\n  key_provider "ex\\u0074ernal" "k" {}\n }\n}',
      3,
      EXTERNAL,
    ],
    [
      'a removed resource',
      'removed {\n from = null_resource.it\n provisioner "local-exec" {\n  when = destroy\n }\n}',
      3,
      REMOVED,
    ],
    ['any provisioner of a removed resource', 'removed {\n provisioner "own" {}\n}', 2, REMOVED],
    [
      'a resource',
      'resource "null_resource" "it" {\n provisioner "local-exec" { command = "id" }\n}',
      2,
      LOCAL,
    ],
    [
      'a brace in a string before it',
      'locals { a = "}{" }\nremoved {\n provisioner "x" {}\n}',
      3,
      REMOVED,
    ],
    [
      'a quote in a template before it',
      'locals { a = "${"\\"}"}" }\nremoved {\n provisioner "x" {}\n}',
      3,
      REMOVED,
    ],
    [
      'a heredoc before it',
      'locals {\n a = <<-EOT\n  EOT ${"}\\n"} "{\n   EOT\n}\nremoved {\n provisioner "x" {}\n}',
      7,
      REMOVED,
    ],
    [
      'a comment before it',
      '/* removed { } \n*/ # {\n// {\nremoved /* { */ {\n provisioner "x" {}\n}',
      5,
      REMOVED,
    ],
    [
      'an escaped template before it',
      'locals { a = "$${" }\nremoved {\n provisioner "x" {}\n}',
      3,
      REMOVED,
    ],
    ['a byte order mark before it', '\uFEFFremoved {\n provisioner "x" {}\n}', 2, REMOVED],
    [
      'a local remote state',
      'data "terraform_remote_state" "it" {\n backend = "local"\n}',
      1,
      REMOTE,
    ],
    [
      'a remote state of a computed type',
      'data "terraform_remote_state" "it" {\n backend = var.type\n}',
      1,
      REMOTE,
    ],
    [
      'a remote state in a check',
      'check "it" {\n data "terraform_remote_state" "it" { backend = "kubernetes" }\n}',
      2,
      REMOTE,
    ],
  ])('%s', (_title, text, line, message) => {
    expect(inMain(text)).toEqual([`main.tf: Line ${line}: ${message}`]);
    expect(faults({ 'deep/er/x.tofu': text })).toEqual([
      `deep/er/x.tofu: Line ${line}: ${message}`,
    ]);
  });

  test.each([
    [
      '{"terraform": {"encryption": {"key_provider": {"external": {"k": {"command": ["sh"]}}}}}}',
      EXTERNAL,
    ],
    ['{"terraform": [{"encryption": [{"method": [{"external": [{"m": {}}]}]}]}]}', EXTERNAL],
    ['{"removed": [{"provisioner": {"local-exec": {"command": "id"}}}]}', REMOVED],
    ['{"removed": {"provisioner": {"x": {}}}, "removed": {}}', REMOVED],
    ['{"resource": {"null_resource": {"it": {"provisioner": [{"local-ex\\u0065c": {}}]}}}}', LOCAL],
    ['{"data": {"terraform_remote_state": {"it": {"backend": "local"}}}}', REMOTE],
  ])('in JSON: %s', (text, message) => {
    expect(faults({ 'main.tf.json': `\n${text}` })).toEqual([`main.tf.json: Line 2: ${message}`]);
  });

  test.each(['override.tf', 'a_override.tofu', 'sub/z_override.tf'])('a backend in %s', (file) => {
    expect(faults({ [file]: 'terraform {\n  backend "kubernetes" {}\n}' })).toEqual([
      `${file}: Line 2: ${OVERRIDE}`,
    ]);
    expect(faults({ [`${file}.json`]: '{"terraform": {"cloud": {}}}' })).toEqual([
      `${file}.json: Line 1: ${OVERRIDE}`,
    ]);
  });

  test('files that are not part of a module, and JSON that is none', () => {
    const files = { 'terraform-provisioner-own': '', 'a/tofu.rc': '', 'main.tf.json': '{' };
    expect(faults(files)).toEqual([
      'terraform-provisioner-own: An engine could run this file as a provisioner',
      'a/tofu.rc: Slipway configures the engine itself',
      'main.tf.json: The file is not JSON',
    ]);
  });

  test('all faults of all files at once, up to a limit', () => {
    const removed = 'removed {\n provisioner "x" {}\n}\n';
    const names = ['a.tf', 'b.tf'];
    expect(faults(Object.fromEntries(names.map((name) => [name, removed.repeat(2)])))).toEqual(
      names.flatMap((name) => [2, 5].map((line) => `${name}: Line ${line}: ${REMOVED}`)),
    );
    expect(inMain(removed.repeat(1_000))).toHaveLength(20);
  });
});

test('a creation with faults is refused before anything is touched', async () => {
  // Everything else that the creation would use is missing.
  const kind = createDeploymentKind({ moduleRules: STRICT } as unknown as KindDeps);
  const request = createDeploymentRequestSchema.parse({
    name: 'web',
    source: { files: { 'main.tf': '', 'sub/x.tf': 'removed {\n provisioner "x" {}\n}' } },
  });
  await expect(kind.create({} as Submission, request)).rejects.toMatchObject({
    code: 'invalid_request',
    faults: [{ pointer: '/source/files/sub~1x.tf', detail: expect.stringMatching(/^Line 2: /) }],
  });
});

test.each(['{', '"${', 'a {', '[((', '<<A\n', '"', '/*', 'a = <<A\n${', '$${', 'a "b" '])(
  'text of many %s takes no time',
  (piece) => {
    const began = process.cpuUsage();
    inMain(piece.repeat(100_000 / piece.length));
    // In microseconds. The time on the clock would depend on the other processes of the machine.
    expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
  },
);
