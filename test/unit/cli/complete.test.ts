import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from '../../../cli/program.ts';
import { RESOURCE_KINDS } from '../../../contract/vocabulary.ts';
import { createIo } from '../../support/cli/recorded-io.ts';
import { startFakeApi, type FakeApi } from '../../support/http/fake-api.ts';
import { operationOf } from './operations.ts';

const COMMANDS = [
  ...Object.values(RESOURCE_KINDS).map(({ collection }) => collection),
  'instance-types',
  'operations',
  'dev',
  'completion',
];

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
  const items = ['demo', 'prod'].map((id) => ({ id }));
  api.answers['GET /clusters'] = { status: 200, body: { items } };
  const waiting = operationOf([]);
  const operations = [
    waiting,
    { ...waiting, id: '01M85ZVC0FWGZ5V2BRCVY6G1ZX', links: { retry: '/operations/1/retry' } },
  ];
  api.answers['GET /operations'] = { status: 200, body: { items: operations } };
});
afterAll(() => api.stop());

async function complete(line: string, shell = 'bash'): Promise<string[]> {
  const { io, stdout } = createIo({ env: { SLIPWAY_SERVER: api.url } });
  expect(await runProgram(['--complete', shell, ...line.split(' ')], io)).toBe(0);
  return stdout().split('\n').filter(Boolean);
}

test.each([
  ['', COMMANDS],
  ['cl', ['clusters']],
  ['cluster d', ['delete']],
  ['networks create --ci', ['--cidr']],
  ['networks create --nat-gateways s', ['single']],
  ['networks create base --nat-gateways single --z', ['--zones']],
  ['clusters create demo --no', ['--node-group', '--no-wait']],
  ['-o y', ['yaml']],
  ['clusters list --output j', ['json']],
  ['completion z', ['zsh']],
  ['clusters get ', ['demo', 'prod']],
  ['clusters delete -o json p', ['prod']],
  ['clusters get demo ', []],
  ['clusters create ', []],
  ['networks get ', []],
  ['nonsense ', COMMANDS],
  ['deployments create web --var a=1 --d', ['--dir', '--deletion-protection', '--display-name']],
  ['deployments create web --conf', ['--confirm']],
  ['deployments create --confirm m', ['manual']],
  ['deployments list --pro', ['--profile']],
  ['deployments delete web --va', ['--validate-only']],
  ['deployments list --pro', ['--profile']],
  ['operations dis', ['discard']],
  ['operations list --status ca', ['canceling', 'canceled']],
  ['operations list --status running,cance', ['running,canceling', 'running,canceled']],
  ['clusters list --status a', ['active']],
  ['clusters create demo --provider a', ['aws']],
  ['operations retry ', ['01M85ZVC0FWGZ5V2BRCVY6G1ZX']],
  ['operations list --status await', ['awaiting_confirmation']],
])('slipway %s', async (line, replies) => {
  expect(await complete(line)).toEqual(replies);
});

test('operations confirm completes the operations whose plan waits', async () => {
  api.asked.length = 0;
  expect(await complete('operations confirm ')).toContain('01M85ZVC0FWGZ5V2BRCVY6G1ZY');
  expect(api.asked.map(({ path }) => path)).toEqual(['/operations?status=awaiting_confirmation']);
});

test('completion does not run the command', async () => {
  api.asked.length = 0;
  await complete('clusters delete demo --yes ');
  await complete('clusters create demo --no-w');
  expect(api.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('zsh and fish also get descriptions', async () => {
  expect(await complete('cl', 'zsh')).toEqual([
    'clusters:Create, list, show, change and delete clusters',
  ]);
  expect(await complete('cl', 'fish')).toEqual([
    'clusters\tCreate, list, show, change and delete clusters',
  ]);
});
