/** The commands that read: `latest`, times, cloud resources, events, and the page of an operation. */
import { expect, test } from 'vitest';
import type { Operation } from '../../../client/types.ts';
import { timeOf } from '../../../cli/input/flags.ts';
import { againstFakeApi } from '../../support/cli/against-fake-api.ts';
import { done, ID, node, operationOf } from './operations.ts';

const cli = againstFakeApi();
const { slipway } = cli;

const operation = operationOf([done('vpc/main')], {
  status: 'succeeded',
  completedAt: '2026-11-24T05:18:31.000Z',
});

test('latest is the newest operation', async () => {
  cli.api.answers['GET /operations'] = { status: 200, body: { items: [operation] } };
  cli.api.answers[`GET /operations/${ID}`] = { status: 200, body: operation };
  expect((await slipway('operations get latest -o name')).stdout).toBe(`${ID}\n`);
  expect(cli.api.asked.map(({ path }) => path)).toEqual([
    '/operations?limit=1',
    `/operations/${ID}`,
  ]);
});

test('operations get shows each resource, what survives, and the next command', async () => {
  const failed = operationOf(
    [
      done('vpc/main', { operation: 'delete' }),
      node('control_plane/main', { operation: 'delete', status: 'failed', duration: 65_000 }),
    ],
    {
      status: 'failed',
      completedAt: '2026-11-24T05:20:31.000Z',
      error: {
        code: 'insufficient_capacity',
        message: 'The cloud has no capacity.',
        errorType: 'provider',
        details: {
          retryable: true,
          survivors: ['urn:slipway:local:clusters:demo:control_plane/main'],
        },
      },
      links: { retry: '/operations/1/retry' },
    },
  );
  cli.api.answers[`GET /operations/${ID}`] = { status: 200, body: failed };
  const { stdout } = await slipway(`operations get ${ID}`);
  expect(stdout).toMatch(/^vpc\/main +delete +succeeded +1\.2 s$/m);
  expect(stdout).toMatch(/^control_plane\/main +delete +failed +1 min 05 s$/m);
  expect(stdout).toMatch(/^ +survives +1: control_plane\/main$/m);
  expect(stdout).toMatch(new RegExp(`^ +next +slipway operations retry ${ID}$`, 'm'));
});

test('operations get shows what was decided about it, when and why', async () => {
  const decisions: Operation['decisions'] = [
    { kind: 'retry', at: '2026-11-24T05:18:25.000Z' },
    { kind: 'cancel', at: '2026-11-24T05:20:00.000Z', reason: 'wrong\nregion' },
  ];
  const body = operationOf([node('vpc/main')], { decisions });
  cli.api.answers[`GET /operations/${ID}`] = { status: 200, body };
  expect((await slipway(`operations get ${ID}`)).stdout).toContain(
    '\nretried at 2026-11-24T05:18:25.000Z\ncanceled at 2026-11-24T05:20:00.000Z: wrong region\n',
  );
});

test('operations get of a running operation offers to watch it', async () => {
  cli.api.answers[`GET /operations/${ID}`] = { status: 200, body: operationOf([node('vpc/main')]) };
  const { stdout } = await slipway(`operations get ${ID}`);
  expect(stdout).toContain(`next  slipway operations watch ${ID}`);
});

test('operations get of a plan that waits offers to read it and to decide', async () => {
  const waiting = operationOf([node('vpc/main')], { status: 'awaiting_confirmation' });
  cli.api.answers[`GET /operations/${ID}`] = { status: 200, body: waiting };
  const { stdout } = await slipway(`operations get ${ID}`);
  for (const verb of ['plan', 'confirm', 'discard']) {
    expect(stdout).toContain(`next  slipway operations ${verb} ${ID}`);
  }
});

test('without any operation, latest is a usage error', async () => {
  cli.api.answers['GET /operations'] = { status: 200, body: { items: [] } };
  await expect(slipway('operations get latest')).rejects.toThrow('There is no operation yet.');
});

test('a command that decides takes no latest: another member may have started it', async () => {
  await expect(slipway('operations cancel latest')).rejects.toThrow('status 404');
  expect(cli.api.asked.map(({ path }) => path)).toEqual(['/operations/latest/cancel']);
});

test.each([
  ['2026-11-24T05:18:25Z', '2026-11-24T05:18:25Z'],
  ['1h', '2026-11-30T07:00:00.000Z'],
  ['2d', '2026-11-28T08:00:00.000Z'],
])('--since %s is %s', (value, expected) => {
  expect(timeOf('since', value, Date.parse('2026-11-30T08:00:00Z'))).toBe(expected);
});

test('--since of neither kind is a usage error', async () => {
  await expect(slipway('operations list --since yesterday')).rejects.toThrow(
    '--since takes a duration',
  );
});

test('clusters resources lists what exists in the cloud', async () => {
  const item = {
    urn: 'urn:slipway:local:clusters:demo:vpc/main',
    type: 'vpc',
    name: 'main',
    generation: 1,
    dependsOn: [],
    status: 'present',
    cloudId: 'vpc-1',
    since: '2026-11-24T05:18:25.000Z',
    operationId: ID,
  };
  cli.api.answers['GET /clusters/demo/resources'] = { status: 200, body: { items: [item] } };
  const { stdout } = await slipway('clusters resources demo');
  expect(stdout).toMatch(/^RESOURCE +STATUS +CLOUD ID +SINCE\nvpc\/main +present +vpc-1 +\d+d\n$/);
  expect((await slipway('clusters resources demo -o wide')).stdout).toContain(ID);
  expect((await slipway('clusters resources demo -o name')).stdout).toBe('vpc-1\n');
});

test('clusters recover starts the operation that makes the record again', async () => {
  cli.api.answers['POST /clusters/demo:recover'] = { status: 202, body: operation };
  expect((await slipway('clusters recover demo --no-wait')).stdout).toBe(`${ID}\n`);
});

test('operations events prints one line for each event', async () => {
  const event = `event: operation.completed\nid: 7\ndata: ${JSON.stringify(operation)}\n\n`;
  cli.api.answers[`GET /operations/${ID}/events`] = {
    status: 200,
    body: event,
    headers: { 'content-type': 'text/event-stream' },
  };
  expect((await slipway(`operations events ${ID}`)).stdout).toBe(
    '2026-11-24T05:18:30.000Z  7  succeeded  provisioning  working on vpc main\n',
  );
  const { stdout } = await slipway(`operations events ${ID} -o json`);
  expect(JSON.parse(stdout)).toEqual(operation);
});

test('operations open prints the address of the page', async () => {
  const { stdout } = await slipway(`operations open ${ID} --no-browser`);
  expect(stdout).toBe(`${cli.api.url}/ui/operations/${ID}\n`);
});
