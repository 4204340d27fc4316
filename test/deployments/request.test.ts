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

const source = (workingDirectory: string, ...paths: string[]) => ({
  source: { files: Object.fromEntries(paths.map((path) => [path, ''])), workingDirectory },
});

describe('a git repository', () => {
  const fault = (git: object) => faultsOf({ source: { git } })?.[0];
  const url = 'https://example.com/acme/infra.git';

  test('has a URL, and may have a ref and a path', () => {
    for (const ref of ['main', 'v1.2.0', 'feature/a-b', 'refs/pull/7/head', 'f'.repeat(40)]) {
      expect(fault({ url, ref, path: 'envs/prod' })).toBeUndefined();
    }
    expect(fault({ url: 'ssh://git@example.com:2222/acme/infra.git' })).toBeUndefined();
    expect(faultsOf({ source: { git: { url }, files: { 'main.tf': '' } } })).toHaveLength(1);
  });

  test.each([
    'git@example.com:acme/infra.git',
    'ext::sh -c id',
    '--upload-pack=id',
    'https://user:secret@example.com/a.git',
    'https://token@example.com/a.git',
    'https://example.com/a.git?x=1',
  ])('is not named %s', (wrong) => {
    expect(fault({ url: wrong })).toMatch(/^source\/git\/url must/);
  });

  test.each(['-x', '--upload-pack=id', '../a', 'a..b', 'a b', 'a:b', 'a^{}', '/a', 'a.lock', ''])(
    'has no ref %j',
    (ref) => {
      expect(fault({ url, ref })).toMatch(/^source\/git\/ref must/);
    },
  );
});

test('the files are in the request, in an archive or in a repository', () => {
  const archive = 'a'.repeat(64);
  expect(faultsOf({ source: { archive, workingDirectory: 'envs/prod' } })).toBe(undefined);
  const needs = 'source needs exactly one of `files`, `archive` and `git`';
  expect(faultsOf({ source: { archive, files: { 'main.tf': '' } } })).toEqual([needs]);
  expect(faultsOf({ source: {} })).toEqual([needs]);
  expect(faultsOf({ source: { archive: '../x' } })).toEqual([
    expect.stringMatching(/^source\/archive must be the SHA-256 digest/),
  ]);
  const { success } = updateDeploymentRequestSchema.safeParse({ source: { archive } });
  expect(success).toBe(true);
});

describe('the working directory', () => {
  test('is a folder of the source with a module file', () => {
    expect(faultsOf(source('envs/prod', 'envs/prod/main.tf', 'modules/net/main.tf'))).toBe(
      undefined,
    );
    expect(faultsOf(source('envs/prod', 'envs/prod/.terraform.lock.hcl', 'main.tf'))).toEqual([
      'source/files has no .tf or .tofu file in envs/prod',
    ]);
    expect(faultsOf(source('envs', 'envs/prod/main.tf'))).toEqual([
      'source/files has no .tf or .tofu file in envs',
    ]);
  });

  test.each(['..', '../x', '/etc', 'a/../b', './a', '.terraform', 'a/', '', 'terraform.d/x'])(
    'may not be %j',
    (folder) => {
      expect(accepts(source(folder, 'main.tf', 'a/main.tf'))).toBe(false);
    },
  );

  test('has no files that the engine or Slipway would write there', () => {
    const path = 'envs/prod/errored.tfstate';
    expect(faultsOf(source('envs/prod', 'envs/prod/main.tf', path))).toEqual([
      `source/files/${path} is a name that the engine or Slipway uses for its own files`,
    ]);
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
  'AWS_S3_ENDPOINT',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CA_BUNDLE',
  'KUBECONFIG',
  'KUBE_CONFIG_PATH',
  'KUBE_PROXY_URL',
  'DOCKER_HOST',
  'HELM_PLUGINS',
  'NO_PROXY',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'TMPDIR',
  'GODEBUG',
  'aws_key',
])('a deployment may not set the environment variable %s', (name) => {
  expect(accepts({ environment: { [name]: 'secret' } })).toBe(false);
});

test.each([
  'AWS_SECRET_ACCESS_KEY',
  'AWS_USE_FIPS_ENDPOINT',
  'GOOGLE_CREDENTIALS',
  'GITHUB_TOKEN',
  'ARM_CLIENT_SECRET',
  'KUBE_TOKEN',
  'KUBE_CLIENT_KEY_DATA',
  'DOCKER_REGISTRY_PASS',
  'HELM_DRIVER',
  'OVH_ENDPOINT',
])('a deployment may set the environment variable %s, which a provider reads', (name) => {
  expect(accepts({ environment: { [name]: 'secret' } })).toBe(true);
});

function faultsOf(more: object, files: Record<string, unknown> = { 'main.tf': '' }) {
  const request = { name: 'web', source: { files }, ...more };
  const { error } = createDeploymentRequestSchema.safeParse(request);
  return error?.issues.map((issue) => {
    const named = issue.code === 'invalid_key' ? issue.issues[0] : issue;
    return `${issue.path.join('/')} ${named?.message}`;
  });
}

test('the value of a variable is not an environment variable', () => {
  expect(faultsOf({ environment: { TF_VAR_PASSWORD: 'db' } })).toEqual([
    expect.stringMatching(/^environment\/TF_VAR_PASSWORD .* put it into `secrets`/),
  ]);
});

test('a variable is either a value or a secret', () => {
  const variables = { size: 1, password: 'x' };
  expect(faultsOf({ variables, secrets: { password: 'db', other: 'o' } })).toEqual([
    'secrets/password is in `variables`, too; a variable has one value, so remove one of the two',
  ]);
});

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`v${i}`, 'x']));

test.each([
  ['source/files has more than 250 files', {}, { 'main.tf': '', ...many(250) }],
  ['variables has more than 100 names', { variables: many(101) }],
  ['secrets has more than 100 names', { secrets: many(101) }],
  ['targets has more than 100 addresses', { targets: Array.from({ length: 101 }, () => 'a.b') }],
  ['targets/0 is an address of more than 500 characters', { targets: [`a.${'b'.repeat(500)}`] }],
  [
    `source/files/${'n'.repeat(101)} has a name of more than 100 characters`,
    {},
    { 'main.tf': '', ['n'.repeat(101)]: '' },
  ],
  [
    `source/files/${'d/'.repeat(9)}a is more than 8 folders deep`,
    {},
    { 'main.tf': '', [`${'d/'.repeat(9)}a`]: '' },
  ],
  [
    'source/files/terraform.tfstate is a name that the engine or Slipway uses for its own files',
    {},
    { 'main.tf': '', 'terraform.tfstate': '' },
  ],
] as const)('a limit says what it limits: %s', (fault, more, files?: Record<string, string>) => {
  expect(faultsOf(more, files)).toEqual([fault]);
});

test('a root file of 237 KB is accepted', () => {
  expect(accepts({}, { 'main.tf': 'x'.repeat(237_000) })).toBe(true);
});

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
  // The name may be repeated. Another one is refused when the deployment is known.
  expect(parse({ name: 'web' })).toBe(true);
  expect(parse({ uid: 'other' })).toBe(false);
});

describe('what limits a plan', () => {
  test.each([
    [{ excludes: ['random_id.a'] }, true],
    [{ excludes: ['random_id.a'], engine: 'terraform' }, false],
    [{ excludes: [], engine: 'terraform' }, true],
    [{ excludes: ['random_id.a'], targets: ['random_id.b'] }, false],
    [{ targets: ['random_id.b'], engine: 'terraform' }, true],
    [{ deletionProtection: true }, true],
    [{ replace: ['random_id.a'] }, false],
  ])('%j', (more, valid) => {
    expect(accepts(more)).toBe(valid);
  });

  test.each([
    [{ refreshOnly: true }, true],
    [{ refreshOnly: true, variables: { a: 1 } }, false],
    [{ refreshOnly: true, replace: ['random_id.a'] }, false],
    [{ refreshOnly: false, variables: { a: 1 } }, true],
    [{ replace: ['module.m["eu"].random_id.a[0]'] }, true],
    [{ replace: ['-destroy'] }, false],
  ])('of a change: %j', (patch, valid) => {
    expect(updateDeploymentRequestSchema.safeParse(patch).success).toBe(valid);
  });
});
