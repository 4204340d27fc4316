/** Deployments and their confirmation: the requests that the CLI sends, and the output for the responses. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findModule } from '../../../cli/module/find-module.ts';
import { packModule } from '../../../cli/module/pack-module.ts';
import { runProgram } from '../../../cli/program.ts';
import { createIo } from '../../support/cli/recorded-io.ts';
import { startFakeApi, type FakeApi } from '../../support/http/fake-api.ts';
import { done, ID, operationOf, RECORD } from './operations.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'slipway-module-'));
let api: FakeApi;
let archive: Awaited<ReturnType<typeof packModule>>;
/** How the service answers an upload. */
let uploads: FakeApi['answers'];
beforeAll(async () => {
  api = await startFakeApi();
  const files = {
    'main.tf': 'variable "size" {}\n',
    'site/page.tftpl': 'hello ${name}\n',
    '.terraform.lock.hcl': '# locks\n',
    '.terraform/modules.tf': 'of the engine',
    'terraform.tfstate': 'secret',
    'prod.auto.tfvars': 'size = 3\n',
    'lambda.zip': '\0',
    '.terraformignore': 'notes-*\n',
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((i) => [`notes-${i}`, ''])),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
  archive = await packModule(directory, findModule(directory).files);
  const stored = { sha256: archive.sha256, bytes: archive.content.length, files: 6 };
  uploads = { [`PUT /archives/${archive.sha256}`]: { status: 201, body: stored } };
});
afterAll(async () => {
  await api.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  api.asked.length = 0;
  api.answers = { ...uploads };
});

const applied = operationOf([done('random_id/id')], {
  operation: 'apply_deployment',
  resourceType: 'deployment',
  resourceId: 'web',
  status: 'succeeded',
  completedAt: '2026-11-24T05:18:31.000Z',
});

async function slipway(args: readonly string[], input = '') {
  const recorded = createIo({ input, env: { SLIPWAY_SERVER: api.url } });
  const code = await runProgram(args, recorded.io);
  return { code, stdout: recorded.stdout(), stderr: recorded.stderr() };
}

test('a directory is uploaded, and what is left out is named', async () => {
  api.answers['POST /deployments'] = { status: 202, body: applied };
  const variables = ['--var', 'size=4', '--var', 'zones=["a","b"]', '--secret', 'password=web-db'];
  const create = ['deployments', 'create', 'web', '--dir', directory, ...variables];
  const { stderr } = await slipway(create);
  expect(stderr).toContain(
    [
      'Left out 1, because these are files and plugins of the engine: .terraform/.',
      'Left out 7, by .gitignore, .terraformignore or by default: notes-1, notes-2, notes-3, notes-4, notes-5 and 2 more.',
      'Left out 1, because Slipway keeps the state of a deployment itself: terraform.tfstate.\n',
    ].join('\n'),
  );
  const url = `/archives/${archive.sha256}`;
  expect(api.asked).toMatchObject([
    { method: 'GET', path: url },
    { method: 'PUT', path: url, body: archive.content },
    { method: 'POST', path: '/deployments' },
  ]);
  expect(api.asked[2]?.body).toEqual({
    name: 'web',
    source: { archive: archive.sha256 },
    variables: { size: '4', zones: ['a', 'b'] },
    secrets: { password: 'web-db' },
  });
  expect([...findModule(directory).files.keys()]).toEqual([
    '.terraform.lock.hcl',
    '.terraformignore',
    'lambda.zip',
    'main.tf',
    'prod.auto.tfvars',
    'site/page.tftpl',
  ]);
});

test('a repository is named by its URL, ref and path, and refreshed by name', async () => {
  api.answers['POST /deployments'] = { status: 202, body: applied };
  api.answers['PATCH /deployments/web'] = { status: 202, body: applied };
  api.answers['POST /deployments/web:refreshSource'] = { status: 202, body: applied };
  const url = 'https://git.example.com/acme/infra.git';
  const git = ['--git', url, '--ref', 'main', '--path', 'web'];
  const credential = ['--credential', 'git.example.com=git-token'];
  await slipway(['deployments', 'create', 'web', ...git, ...credential]);
  expect(api.asked.at(-1)?.body).toEqual({
    name: 'web',
    source: { git: { url, ref: 'main', path: 'web' } },
    credentials: { 'git.example.com': 'git-token' },
  });
  await slipway(['deployments', 'update', 'web', '--ref', 'v2']);
  expect(api.asked.at(-1)?.body).toEqual({ source: { git: { ref: 'v2' } } });
  const { code } = await slipway(['deployments', 'refresh-source', 'web']);
  expect(code).toBe(0);
  expect(api.asked.at(-1)).toMatchObject({
    method: 'POST',
    path: '/deployments/web:refreshSource',
  });
  api.asked.length = 0;
  await expect(
    slipway(['deployments', 'create', 'web', ...git, '--dir', directory]),
  ).rejects.toThrow('two sources');
  expect(api.asked).toEqual([]);
});

test('flags override the file, variable by variable', async () => {
  api.answers['POST /deployments'] = { status: 202, body: applied };
  const spec = {
    name: 'web',
    source: { workingDirectory: 'site' },
    variables: { size: 2, name: 'x', net: { a: 1 }, variables: { a: 1 } },
    confirm: 'auto',
  };
  const flags = ['--dir', directory, '--var', 'size=4', '--confirm', 'manual'];
  flags.push('--var', 'net={"b":null}', '--var', 'variables={"b":2}');
  await slipway(['deployments', 'create', '-f', '-', ...flags], JSON.stringify(spec));
  expect(api.asked.at(-1)?.body).toEqual({
    name: 'web',
    source: { archive: archive.sha256, workingDirectory: 'site' },
    // The value of a variable is replaced as a whole.
    variables: { size: '4', name: 'x', net: { b: null }, variables: { b: 2 } },
    confirm: 'manual',
  });
});

test.each([{ files: { 'main.tf': '' } }, { archive: 'f'.repeat(64) }])(
  'a directory beside the source %j of a file is refused, and not uploaded',
  async (source) => {
    const create = ['deployments', 'create', '-f', '-', '--dir', directory];
    const input = JSON.stringify({ name: 'web', source });
    await expect(slipway(create, input)).rejects.toThrow('--dir names another source');
    expect(api.asked).toEqual([]);
  },
);

test('an update replaces all files, and uploads only what the service does not have', async () => {
  const { sha256 } = archive;
  const stored = { sha256, bytes: 1, files: 6 };
  api.answers = {
    [`GET /archives/${sha256}`]: { status: 200, body: stored },
    'PATCH /deployments/web': { status: 202, body: applied },
  };
  const folder = ['--working-directory', 'envs/prod'];
  await slipway(['deployments', 'update', 'web', '--dir', directory, ...folder]);
  await slipway(['deployments', 'update', 'web', ...folder]);
  expect(api.asked.map(({ method, body }) => [method, body])).toEqual([
    ['GET', undefined],
    ['PATCH', { source: { archive: sha256, workingDirectory: 'envs/prod' } }],
    ['PATCH', { source: { workingDirectory: 'envs/prod' } }],
  ]);
});

test('a preview uploads the directory, and a refused upload ends the command', async () => {
  api.answers['POST /deployments'] = { status: 200, body: { ...applied, status: 'pending' } };
  const create = ['deployments', 'create', 'web', '--dir', directory, '--validate-only'];
  expect(await slipway(create)).toMatchObject({ code: 0 });
  expect(api.asked.map(({ path: asked }) => asked.replace(archive.sha256, 'DIGEST'))).toEqual([
    '/archives/DIGEST',
    '/archives/DIGEST',
    '/deployments?validateOnly=true',
  ]);
  api.asked.length = 0;
  const body = { title: 'Too large', detail: 'The archive is larger than the limit of 1 MiB.' };
  api.answers[`PUT /archives/${archive.sha256}`] = { status: 413, body };
  await expect(slipway(create)).rejects.toThrow('status 413');
  expect(api.asked.map(({ method }) => method)).toEqual(['GET', 'PUT']);
});

test('outputs: all, one, and the sensitive ones if the service hands them out', async () => {
  const outputs = { site: 'https://web.example', zones: '["a"]' };
  const body = { outputs, withheldOutputs: ['password'] };
  api.answers['GET /deployments/web/outputs'] = { status: 200, body };
  const all = await slipway(['deployments', 'outputs', 'web']);
  expect(all.stdout).toBe('site   https://web.example\nzones  ["a"]\n');
  expect(all.stderr).toContain('password');
  const one = await slipway(['deployments', 'outputs', 'web', 'site']);
  expect(one.stdout).toBe('https://web.example\n');
  const data = await slipway(['deployments', 'outputs', 'web', '-o', 'json']);
  expect(JSON.parse(data.stdout)).toEqual(outputs);
  const secret = ['deployments', 'outputs', 'web', 'password'];
  const url = 'GET /deployments/web/outputs/password';
  api.answers[url] = { status: 403, body: {} };
  await expect(slipway(secret)).rejects.toThrow('status 403');
  const headers = { 'content-type': 'text/plain' };
  api.answers[url] = { status: 200, body: 'p4ss', headers };
  expect((await slipway(secret)).stdout).toBe('p4ss\n');
  await expect(slipway(['deployments', 'outputs', 'web', 'nope'])).rejects.toThrow('site, zones');
});

test.each([
  { verb: 'confirm', status: 'succeeded' as const, code: 0 },
  { verb: 'confirm', status: 'failed' as const, code: 1 },
  { verb: 'discard', status: 'canceled' as const, code: 0 },
  { verb: 'discard', status: 'succeeded' as const, code: 1 },
])('exit code of $verb when the operation is $status', async ({ verb, status, code }) => {
  const body = { ...applied, status };
  api.answers[`POST /operations/${ID}/${verb}`] = { status: 202, body };
  expect(await slipway(['operations', verb, ID])).toMatchObject({ code });
  expect(api.asked).toMatchObject([{ method: 'POST' }]);
});

test('--validate-only shows what a deployment would do, attribute by attribute', async () => {
  const plan = {
    resources: [
      {
        address: 'random_id.id',
        type: 'random_id',
        name: 'id',
        operation: 'update',
        attributes: [{ path: 'size', before: { json: '1' }, after: { json: '2' } }],
      },
    ],
    outputs: [{ path: 'url', after: { hidden: 'unknown' } }],
  };
  const resource = { ...done('random_id/id'), operation: 'update', status: 'pending' };
  const progress = { ...applied.progress, stage: 'planning', resources: [resource] };
  const body = { ...applied, status: 'pending', progress, plan };
  const spec = { source: { sha256: 'f'.repeat(64), files: ['main.tf'] }, variables: { size: 1 } };
  api.answers['GET /deployments/web'] = {
    status: 200,
    body: { ...RECORD, id: 'web', name: 'web', spec },
  };
  api.answers['PATCH /deployments/web'] = { status: 200, body };
  const update = ['deployments', 'update', 'web', '--var', 'size=2', '--validate-only'];
  const { code, stdout } = await slipway(update);
  expect(code).toBe(0);
  expect(stdout).toContain('-  size: 1');
  expect(stdout).toMatch(/ {2}~ random_id\/id\n +~ size = 1 -> 2\n/);
  expect(stdout).toMatch(/Outputs:\n +\+ url = \(known after apply\)\n/);
  expect(stdout).not.toContain('sha256');
  expect(api.asked.at(-1)?.path).toContain('validateOnly=true');
});

test('the plan of an operation is printed as the text of the API, and as data', async () => {
  const plan = { resources: [], outputs: [] };
  const url = `GET /operations/${ID}/plan`;
  api.answers[url] = {
    status: 200,
    body: 'No changes.\n',
    headers: { 'content-type': 'text/plain' },
  };
  expect((await slipway(['operations', 'plan', ID])).stdout).toBe('No changes.\n');
  expect(api.asked[0]?.headers['accept']).toBe('text/plain');
  api.answers[url] = { status: 200, body: plan };
  const { stdout } = await slipway(['operations', 'plan', ID, '-o', 'json']);
  expect(JSON.parse(stdout)).toEqual(plan);
});

test('what is replaced, excluded, refreshed and protected becomes part of the patch', async () => {
  api.answers['PATCH /deployments/web'] = { status: 202, body: applied };
  const update = ['deployments', 'update', 'web'];
  const addresses = ['--replace', 'random_id.a["x,y"]', '--exclude', 'random_id.b'];
  await slipway([...update, ...addresses, '--deletion-protection']);
  await slipway([...update, '--refresh-only']);
  await slipway([...update, '--no-deletion-protection']);
  expect(api.asked.map(({ body }) => body)).toEqual([
    { replace: ['random_id.a["x,y"]'], excludes: ['random_id.b'], deletionProtection: true },
    { refreshOnly: true },
    { deletionProtection: false },
  ]);
});
