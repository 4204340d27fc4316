/** Tests the commands for connections and kubeconfigs in a pipe. */
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createCli, type Ran } from '../support/cli/cli.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

let stack: Stack;
const cli = createCli(() => stack.api.url);
beforeAll(async () => {
  stack = await startStack();
});

/** Runs a command line without quotes, and fails unless it ends with `code`. */
async function slipway(line: string, code = 0): Promise<Ran> {
  const ran = await cli.run(line.split(' '));
  expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(code);
  return ran;
}

const ROLE = 'arn:aws:iam::123456789012:role/blue';
const CREATE = `connections create blue --account 123456789012 --role ${ROLE} --external-id blue-7`;

test('a connection is verified, shown, used and deleted', async () => {
  const planned = await slipway(`${CREATE} --validate-only`);
  expect(planned.stdout).toContain('connection_check/quotas');
  const { stdout, stderr } = await slipway(CREATE);
  expect(stderr).toMatch(/^0:00 {2}verify connection blue: operation [0-9A-Z]{26}$/m);
  expect(stderr).toMatch(/connection_check\/permissions/);
  expect(stdout).toMatch(/^accountId +123456789012$/m);
  expect((await slipway('connections get blue')).stdout).toMatch(/^externalId +blue-7$/m);
  await expect
    .poll(async () => (await slipway('connections list -o name')).stdout, { timeout: 10_000 })
    .toBe('blue\n');

  await slipway('networks create ground --connection blue --nat-gateways none');
  const used = await slipway('connections delete blue --yes', 1);
  expect(used.stderr).toContain('networks/ground');
  await slipway('networks delete ground --yes');
  expect((await slipway('connections delete blue --yes')).stderr).toBe(
    'Connection blue is deleted.\n',
  );
  await slipway('connections get blue', 1);
});

test('a failing connection names the failed check and exits with 1; an invalid one exits with 2', async () => {
  await stack.simulator.put('/inspect/roles', { roleArn: ROLE, externalId: 'another' });
  const { stderr } = await slipway(CREATE, 1);
  expect(stderr).toContain('role_not_assumable');
  expect((await slipway('connections create bare', 2)).stderr).toContain('accountId');
});

test('a kubeconfig is written once the cluster is active', async () => {
  expect((await slipway('clusters kubeconfig demo', 1)).stderr).toContain('not_found');
  const created = await slipway('clusters create demo --no-karpenter');
  expect(created.stdout).not.toContain('kubeconfig');
  const { stdout } = await slipway('clusters kubeconfig demo');
  expect(parse(stdout)).toMatchObject({ kind: 'Config', 'current-context': 'demo' });
  const json: unknown = JSON.parse((await slipway('clusters kubeconfig demo -o json')).stdout);
  expect(json).toEqual(parse(stdout));
});
