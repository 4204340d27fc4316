/** Lists that are longer than one page, and their order. */
import { expect, test } from 'vitest';
import { againstFakeApi } from '../../support/cli/against-fake-api.ts';

const cli = againstFakeApi();
const { slipway } = cli;

const network = (id: string) => ({
  id,
  name: id,
  status: 'active',
  provider: 'simulated',
  region: 'sim-central-1',
  spec: { cidr: '10.0.0.0/16', availabilityZoneCount: 2, natGateways: 'single' },
  outputs: {},
  operationId: '01M85ZVC0FWGZ5V2BRCVY6G1ZY',
  createdAt: '2026-11-24T05:18:31.000Z',
});

test('a list that is not complete says so, but not among its items', async () => {
  const body = { items: [network('a'), network('b')], marker: 'next', total: 7 };
  cli.api.answers['GET /networks'] = { status: 200, body };
  const { stdout, stderr } = await slipway('networks list --limit 2 -o name');
  expect(stdout).toBe('a\nb\n');
  expect(stderr).toBe('These are 2 of 7. --all lists all of them.\n');
  expect(cli.api.asked.map(({ path }) => path)).toEqual(['/networks?limit=2&total=true']);
});

test('a complete list says nothing', async () => {
  cli.api.answers['GET /networks'] = { status: 200, body: { items: [network('a')], total: 1 } };
  expect((await slipway('networks list -o name')).stderr).toBe('');
});

test('--all reads every page', async () => {
  const first = { items: [network('a')], marker: 'more', total: 2 };
  const second = { items: [network('b')], total: 2 };
  cli.api.answers['GET /networks'] = { status: 200, body: first };
  cli.api.answers['GET /networks?limit=100&marker=more&total=true'] = { status: 200, body: second };
  const { stdout, stderr } = await slipway('networks list --all --limit 1 -o name');
  expect({ stdout, stderr }).toEqual({ stdout: 'a\nb\n', stderr: '' });
});

test('the service searches and sorts', async () => {
  cli.api.answers['GET /networks'] = { status: 200, body: { items: [network('a')], total: 1 } };
  await slipway('networks list --name=a --sort=-updatedAt');
  expect(cli.api.asked[0]?.path).toBe('/networks?name=a&sort=-updatedAt&limit=100&total=true');
  await expect(slipway('networks list --sort size')).rejects.toThrow('sort');
});
