/** Changes of node groups by flags: what is sent, and how refused fields are named. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { againstFakeApi } from '../../../support/cli/against-fake-api.ts';
import { runCli } from '../../../../cli/run.ts';
import { createIo } from '../../../support/cli/recorded-io.ts';
import { done, operationOf, RECORD } from '../operations.ts';

const cli = againstFakeApi();
const { slipway } = cli;

const succeeded = operationOf([done('vpc/main')], {
  operation: 'update_cluster',
  status: 'succeeded',
  completedAt: '2026-11-24T05:18:31.000Z',
});
const GROUPS = [
  { name: 'default', desiredSize: 2, maxSize: 9 },
  { name: 'gpu', desiredSize: 0, maxSize: 1 },
];
const cluster = { ...RECORD, id: 'demo', name: 'demo', spec: { nodeGroups: GROUPS } };
const CLUSTER = { status: 200, body: cluster, headers: { ETag: '"r.7"' } };

test('--scale changes existing node groups only', async () => {
  cli.api.answers['GET /clusters/demo'] = CLUSTER;
  cli.api.answers['PATCH /clusters/demo'] = { status: 202, body: succeeded };
  await slipway('clusters update demo --scale default=5');
  expect(cli.api.asked[1]).toMatchObject({
    headers: { 'if-match': '"r.7"' },
    body: {
      nodeGroups: [
        { name: 'default', desiredSize: 5, maxSize: 9 },
        { name: 'gpu', desiredSize: 0 },
      ],
    },
  });
  await expect(slipway('clusters update demo --scale cpu=5')).rejects.toThrow('default, gpu');
});

test('--release changes the node image of existing node groups only', async () => {
  cli.api.answers['GET /clusters/demo'] = CLUSTER;
  cli.api.answers['PATCH /clusters/demo'] = { status: 202, body: succeeded };
  await slipway('clusters update demo --release default=latest --scale gpu=1');
  expect(cli.api.asked[1]?.body).toEqual({
    nodeGroups: [
      { name: 'default', desiredSize: 2, maxSize: 9, release: 'latest' },
      { name: 'gpu', desiredSize: 1, maxSize: 1 },
    ],
  });
  const unknown = slipway('clusters update demo --release cpu=latest');
  await expect(unknown).rejects.toThrow('--release: node group "cpu" was not found');
});

test('--node-group takes the image, the pods and the zones of a group in AWS', async () => {
  cli.api.answers['GET /clusters/demo'] = CLUSTER;
  cli.api.answers['PATCH /clusters/demo'] = { status: 202, body: succeeded };
  const group = 'name=blue,release=latest,family=bottlerocket,pods=20,zones=eu-west-1a+eu-west-1b';
  await slipway(`clusters update demo --node-group ${group}`);
  const aws = { amiFamily: 'bottlerocket', maxPods: 20, zones: ['eu-west-1a', 'eu-west-1b'] };
  expect(cli.api.asked[1]?.body).toEqual({
    nodeGroups: [...GROUPS, { name: 'blue', release: 'latest', aws }],
  });
});

/** Updates the cluster, and returns the node groups that are sent. */
async function groupsAfter(flags: string, input = ''): Promise<unknown> {
  cli.api.answers['GET /clusters/demo'] = CLUSTER;
  cli.api.answers['PATCH /clusters/demo'] = { status: 202, body: succeeded };
  await slipway(`clusters update demo ${flags}`, input);
  expect(cli.api.asked[1]?.headers).toMatchObject({ 'if-match': '"r.7"' });
  const { nodeGroups } = z
    .object({ nodeGroups: z.array(z.unknown()) })
    .parse(cli.api.asked[1]?.body);
  return nodeGroups;
}

test('--node-group changes what it names of one group, and leaves the others alone', async () => {
  expect(await groupsAfter('--node-group name=default,max=5')).toEqual([
    { name: 'default', desiredSize: 2, maxSize: 5 },
    GROUPS[1],
  ]);
});

test('the settings for aws of a group are changed one by one', async () => {
  const aws = { maxPods: 20, zones: ['a'] };
  const file = JSON.stringify({ nodeGroups: [{ name: 'default', aws }] });
  const groups = await groupsAfter('-f - --node-group name=default,pods=30', file);
  expect(groups).toEqual([{ name: 'default', aws: { maxPods: 30, zones: ['a'] } }]);
});

test('--remove-node-group removes a group, and nothing else', async () => {
  expect(await groupsAfter('--remove-node-group gpu --scale default=3')).toEqual([
    { name: 'default', desiredSize: 3, maxSize: 9 },
  ]);
  const unknown = slipway('clusters update demo --remove-node-group cpu');
  await expect(unknown).rejects.toThrow('--remove-node-group: node group "cpu" was not found');
});

test('a group without a name is refused before anything is sent', async () => {
  const nameless = slipway('clusters create demo --node-group max=5');
  await expect(nameless).rejects.toThrow('--node-group needs name=NAME');
  expect(cli.api.asked).toEqual([]);
});

test.each([
  ['clusters update demo --scale default=30', 'desiredSize', '--scale default'],
  ['clusters update demo --release default=new', 'release', '--release default'],
  ['clusters update demo --node-group name=default,max=0', 'maxSize', '--node-group default (max)'],
  [
    'clusters create demo --node-group name=default,zones=x',
    'aws/zones/0',
    '--node-group default (zones)',
  ],
  ['clusters update demo --scale gpu=1', 'maxSize', 'nodeGroups.0.maxSize'],
])('a refused field is named by its flag: %s', async (line, field, place) => {
  const detail = 'is wrong';
  const errors = [{ pointer: `/nodeGroups/0/${field}`, detail }];
  const fieldErrors = { [`nodeGroups.0.${field}`]: detail };
  const body = {
    code: 'invalid_request',
    title: 'The request is not valid',
    detail,
    errorType: 'validation',
    errors,
    fieldErrors,
  };
  cli.api.answers['GET /clusters/demo'] = CLUSTER;
  cli.api.answers['PATCH /clusters/demo'] = { status: 422, body };
  cli.api.answers['POST /clusters'] = { status: 422, body };
  const { io, stderr } = createIo({ env: { SLIPWAY_SERVER: cli.api.url } });
  expect(await runCli(line.split(' '), io)).toBe(2);
  expect(stderr()).toContain(`\n  ${place}: is wrong\n`);
});

test('a spec that the cloud refuses is a usage error, which is said once', async () => {
  const why = 'is not offered; the provider has 1.33, 1.34';
  const fieldErrors = { kubernetesVersion: why };
  const failed = operationOf([], {
    status: 'failed',
    completedAt: '2026-11-24T05:18:31.000Z',
    error: {
      code: 'invalid_spec',
      errorType: 'validation',
      message: `kubernetesVersion: ${why}`,
      details: { retryable: false, fieldErrors },
    },
  });
  cli.api.answers['POST /clusters'] = { status: 202, body: failed };
  const { code, stderr } = await slipway('clusters create demo --kubernetes-version 1.99');
  expect(code).toBe(2);
  expect(stderr).toContain(`--kubernetes-version: ${why}`);
  expect(stderr.split('is not offered')).toHaveLength(2);
});
