/** Updates, retries and plans: the requests that the CLI sends, and the output for the responses. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mergeKubeconfig } from '../../../cli/kubeconfig/merge.ts';
import { againstFakeApi } from '../../support/cli/against-fake-api.ts';
import { done, ID, node, operationOf, RECORD } from './operations.ts';

const cli = againstFakeApi();
const { slipway } = cli;

const succeeded = operationOf([done('vpc/main')], {
  operation: 'update_cluster',
  status: 'succeeded',
  completedAt: '2026-11-24T05:18:31.000Z',
});
const cluster = {
  ...RECORD,
  id: 'demo',
  name: 'demo',
  spec: {
    kubernetesVersion: '1.33',
    nodeGroups: [
      { name: 'default', desiredSize: 2, maxSize: 9 },
      { name: 'gpu', desiredSize: 0, maxSize: 1 },
    ],
    tags: { team: 'blue' },
  },
};

test('update sends the flags as a merge patch, with an idempotency key', async () => {
  cli.api.answers['PATCH /clusters/demo'] = { status: 202, body: succeeded };
  const line = 'clusters update demo --kubernetes-version 1.34 --tag a=b --remove-tag team';
  expect(await slipway(line)).toMatchObject({ code: 0 });
  expect(cli.api.asked).toEqual([
    {
      method: 'PATCH',
      path: '/clusters/demo',
      body: { kubernetesVersion: '1.34', tags: { a: 'b', team: null } },
      headers: expect.objectContaining({
        'content-type': 'application/merge-patch+json',
        'idempotency-key': expect.stringMatching(/./),
      }),
    },
  ]);
});

test('update reads a merge patch from a file', async () => {
  cli.api.answers['PATCH /clusters/demo'] = { status: 202, body: succeeded };
  await slipway('clusters update demo -f - --no-karpenter', 'displayName: null\nkarpenter: true');
  expect(cli.api.asked[0]?.body).toEqual({ displayName: null, karpenter: false });
});

test('an update without changes is refused before it is sent', async () => {
  await expect(slipway('clusters update demo')).rejects.toThrow('nothing to change');
  expect(cli.api.asked).toEqual([]);
});

test('a deletion names the contexts that the kubeconfig still has for the cluster', async () => {
  cli.api.answers['DELETE /clusters/demo'] = { status: 202, body: succeeded };
  const folder = mkdtempSync(join(tmpdir(), 'slipway-kubeconfig-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'config');
  const remove = () => slipway('clusters delete demo --yes', '', { KUBECONFIG: file });
  expect((await remove()).stderr).not.toContain('kubeconfig');
  const own = { clusters: [{ cluster: {} }], users: [{ user: {} }] };
  const origin = { server: cli.api.url, cluster: 'demo' };
  writeFileSync(file, mergeKubeconfig('', own, 'blue', origin));
  expect((await remove()).stderr).toContain(
    `${file} still has the context blue. To remove it: slipway clusters kubeconfig demo --remove\n`,
  );
});

test('retry watches the new operation', async () => {
  const retried = { ...succeeded, retryOf: ID };
  cli.api.answers[`POST /operations/${ID}/retry`] = { status: 202, body: retried };
  expect(await slipway(`operations retry ${ID} --no-wait`)).toMatchObject({ stdout: `${ID}\n` });
  expect((await slipway(`operations retry ${ID}`)).stderr).toContain('✓');
});

test.each(['cancel', 'confirm', 'discard', 'retry'])('%s sends its reason', async (verb) => {
  cli.api.answers[`POST /operations/${ID}/${verb}`] = { status: 202, body: succeeded };
  await slipway(`operations ${verb} ${ID} --no-wait --reason reviewed`);
  await slipway(`operations ${verb} ${ID} --no-wait`);
  expect(cli.api.asked.map(({ body }) => body)).toEqual([{ reason: 'reviewed' }, undefined]);
});

const plan = operationOf(
  [
    node('control_plane/main', { operation: 'update' }),
    node('node_group/new'),
    node('node_group/default', { operation: 'replace' }),
    node('addon/coredns', { operation: 'delete' }),
    node('vpc/main', { operation: 'same', status: 'unchanged' }),
  ],
  { status: 'pending', operation: 'update_cluster' },
);
const PLAN = { status: 200, body: plan };
const PLAN_TEXT = `Plan: update cluster demo
  - addon/coredns
  ± node_group/default
  ~ control_plane/main
  + node_group/new
1 to create, 1 to update, 1 to replace, 1 to delete, 1 unchanged. Nothing was changed.
`;

test.each([
  ['clusters create demo', 'POST /clusters'],
  ['networks create base', 'POST /networks'],
  ['clusters delete demo', 'DELETE /clusters/demo'],
  [`operations retry ${ID}`, `POST /operations/${ID}/retry`],
])('--validate-only: %s', async (line, request) => {
  cli.api.answers[request] = PLAN;
  expect(await slipway(`${line} --validate-only`)).toEqual({
    code: 0,
    stdout: PLAN_TEXT,
    stderr: '',
  });
  const [method, path] = request.split(' ');
  expect(cli.api.asked).toMatchObject([{ method, path: `${path}?validateOnly=true` }]);
});

test('--scale changes nothing if a proxy has removed the ETag', async () => {
  cli.api.answers['GET /clusters/demo'] = { status: 200, body: cluster };
  await expect(slipway('clusters update demo --scale default=5')).rejects.toThrow('has no ETag');
  expect(cli.api.asked.map(({ method }) => method)).toEqual(['GET']);
});

test('--validate-only of an update also shows the change of the spec, and why', async () => {
  const attributes = [
    { path: 'instanceTypes', before: { json: '["a"]' }, after: { json: '["b"]' }, replaces: true },
  ];
  const planned = {
    spec: [{ path: 'nodeGroups.gpu.minSize', before: { json: '0' }, after: { json: '1' } }],
    resources: [
      {
        address: 'node_group/default',
        type: 'node_group',
        name: 'default',
        operation: 'replace',
        reason: 'cannot_update',
        attributes,
      },
    ],
    outputs: [],
  };
  cli.api.answers['PATCH /clusters/demo'] = { ...PLAN, body: { ...plan, plan: planned } };
  const line = 'clusters update demo --kubernetes-version 1.34 --validate-only';
  const { stdout } = await slipway(line);
  expect(stdout).toContain('  Changes to the spec:\n      ~ nodeGroups.gpu.minSize = 0 -> 1\n');
  expect(stdout).toContain(
    [
      '  ± node_group/default (an attribute changes that is fixed at creation)',
      '      ~ instanceTypes = ["a"] -> ["b"] # forces replacement',
    ].join('\n'),
  );
  expect(cli.api.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PATCH /clusters/demo?validateOnly=true',
  ]);
});

test('a plan names the resources whose data is lost, last', async () => {
  const lost = Array.from({ length: 6 }, (_, i) =>
    node(`aws_db_instance/${i}`, { operation: 'delete' }),
  );
  cli.api.answers['DELETE /clusters/demo'] = {
    status: 200,
    body: operationOf([...lost, node('aws_route/a', { operation: 'delete' })]),
  };
  const { stdout } = await slipway('clusters delete demo --validate-only');
  const [, names] = /Data is lost with:\n((?: {2}.*\n)*)7 to delete\. /.exec(stdout) ?? [];
  expect(names?.split('\n').slice(0, -1)).toEqual([
    ...lost
      .slice(0, 5)
      .map(
        ({ name }) =>
          `  aws_db_instance/${name}: a database, with its tables, and often its automatic backups`,
      ),
    '  and 1 more',
  ]);
});

test('a plan is coloured on request, and JSON with -o json', async () => {
  cli.api.answers['POST /clusters'] = PLAN;
  const colored = await slipway('clusters create demo --validate-only', '', { FORCE_COLOR: '1' });
  expect(colored.stdout).toContain('\x1b[32m  + node_group/new\x1b[39m');
  expect(colored.stdout).toContain('\x1b[31m  - addon/coredns\x1b[39m');
  const json = await slipway('clusters create demo --validate-only -o json');
  expect(JSON.parse(json.stdout)).toEqual(plan);
});

test('a plan that is refused exits with 1', async () => {
  const error = {
    code: 'vpc_limit_exceeded',
    message: 'There are five.',
    errorType: 'quota' as const,
    details: { retryable: false },
  };
  cli.api.answers['POST /networks'] = { status: 200, body: { ...plan, status: 'failed', error } };
  const { code, stderr } = await slipway('networks create base --validate-only');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('vpc_limit_exceeded'),
  });
});
