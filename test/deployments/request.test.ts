/** The validation of requests for deployments. */
import { describe, expect, test } from 'vitest';
import {
  createDeploymentRequestSchema,
  updateDeploymentRequestSchema,
} from '../../contract/resources/deployment.ts';

function accepts(more: object, files: Record<string, unknown> = { 'main.tf': '' }): boolean {
  const request = { name: 'web', source: { files }, ...more };
  return createDeploymentRequestSchema.safeParse(request).success;
}

describe('the path of a file', () => {
  test.each([
    'a/b/c.tf',
    'modules/net-1/main.tf.json',
    'prod.auto.tfvars',
    '.terraform.lock.hcl',
    'a..b.tf',
  ])('may be %s', (path) => {
    expect(accepts({}, { 'main.tf': '', [path]: '' })).toBe(true);
  });

  test.each([
    '../main.tf',
    'a/../../main.tf',
    'a/./b.tf',
    '/etc/main.tf',
    'a//b.tf',
    'a\\b.tf',
    '.terraform/providers/x',
    'a/.terraformrc',
    'terraform.d/plugins/x',
    'terraform.tfstate',
    'errored.tfstate',
    'slipway_backend_override.tf.json',
    'a\n.tf',
    'ü.tf',
    '',
    `${'a/'.repeat(10)}b.tf`,
    `${'a'.repeat(101)}.tf`,
  ])('may not be %j', (path) => {
    expect(accepts({}, { 'main.tf': '', [path]: '' })).toBe(false);
  });

  test('may not differ from another path only in case, nor be below another file', () => {
    expect(accepts({}, { 'main.tf': '', 'MAIN.tf': '' })).toBe(false);
    expect(accepts({}, { 'main.tf': '', 'main.tf/a.tf': '' })).toBe(false);
  });

  test('must be, for at least one file, that of a module file at the root', () => {
    expect(accepts({}, {})).toBe(false);
    expect(accepts({}, { 'sub/main.tf': '' })).toBe(false);
    expect(accepts({}, { 'main.tofu': '' })).toBe(true);
  });
});

test.each([
  'TF_LOG',
  'PATH',
  'LD_PRELOAD',
  'GIT_SSH_COMMAND',
  'HOME',
  'NODE_OPTIONS',
  'BASH_ENV',
  'HTTPS_PROXY',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_STS',
  'AWS_CONFIG_FILE',
  'SSL_CERT_FILE',
  'KUBECONFIG',
  'GODEBUG',
  'aws_key',
])('a deployment may not set the environment variable %s', (name) => {
  expect(accepts({ environment: { [name]: 'secret' } })).toBe(false);
});

test.each(['AWS_SECRET_ACCESS_KEY', 'GOOGLE_CREDENTIALS', 'GITHUB_TOKEN', 'ARM_CLIENT_SECRET'])(
  'a deployment may set the environment variable %s, which a provider reads',
  (name) => {
    expect(accepts({ environment: { [name]: 'secret' } })).toBe(true);
  },
);

test('secrets are names, never paths', () => {
  expect(accepts({ secrets: { password: 'web-database' } })).toBe(true);
  expect(accepts({ secrets: { password: '../other/secret' } })).toBe(false);
  expect(accepts({ secrets: { password: '/etc/passwd' } })).toBe(false);
});

test('targets are addresses, never command-line options', () => {
  expect(accepts({ targets: ['module.net["a"].random_id.x[0]'] })).toBe(true);
  expect(accepts({ targets: ['-state=x'] })).toBe(false);
});

test('a patch is validated as strictly, and removes fields with null', () => {
  const parse = (patch: object) => updateDeploymentRequestSchema.safeParse(patch).success;
  expect(parse({})).toBe(true);
  expect(parse({ source: { files: { 'old.tf': null } } })).toBe(true);
  expect(parse({ source: { files: { '../old.tf': null } } })).toBe(false);
  expect(parse({ name: 'other' })).toBe(false);
});
