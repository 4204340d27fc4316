/** Runs updates, retries and plans against the real service. */
import { beforeAll, expect, test } from 'vitest';
import { createCli, type Ran } from '../support/cli/cli.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

let stack: Stack;
const cli = createCli(() => stack.api.url);
beforeAll(async () => {
  stack = await startStack({});
});

async function slipway(line: string, code = 0, input = ''): Promise<Ran> {
  const ran = await cli.run(line.split(' '), { input });
  expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(code);
  return ran;
}

test('shows a plan before each change, and then makes the change', async () => {
  const create = 'clusters create demo --no-karpenter';
  const planned = (await slipway(`${create} --validate-only`)).stdout;
  expect(planned).toMatch(/^ {2}\+ control_plane\/main$/m);
  expect(planned).toMatch(/^\d+ to create\. Nothing was changed\.$/m);
  await slipway('clusters get demo', 1);
  await slipway(create);

  const update = 'clusters update demo --scale default=3 --kubernetes-version 1.34';
  const changes = (await slipway(`${update} --validate-only`)).stdout;
  expect(changes).toContain('  -kubernetesVersion: "1.33"\n  +kubernetesVersion: "1.34"\n');
  expect(changes).toMatch(/^ {2}~ node_group\/default$/m);
  expect((await slipway(update)).stderr).toMatch(/updated node_group\/default/);
  expect((await stack.api.get('/clusters/demo')).body).toMatchObject({
    status: 'active',
    spec: { kubernetesVersion: '1.34', karpenter: false, nodeGroups: [{ desiredSize: 3 }] },
  });

  const removal = (await slipway('clusters delete demo --validate-only')).stdout;
  expect(removal).toMatch(/^ {2}- control_plane\/main$/m);
  expect((await stack.api.get('/clusters/demo')).body).toMatchObject({ status: 'active' });
});

test('a failed operation names its retry, which can be previewed and run', async () => {
  const faults = [{ type: 'nat_gateway', when: 'ready', kind: 'error', code: 'Broken' }];
  const spec = JSON.stringify({ name: 'unlucky', simulation: { faults } });
  const { stderr } = await slipway('networks create -f -', 1, spec);
  const [, id = ''] = /next +slipway operations retry ([0-9A-Z]{26})/.exec(stderr) ?? [];
  expect((await slipway(`operations retry ${id} --validate-only`)).stdout).toMatch(/\+ vpc\/main/);
  const again = (await slipway(`operations retry ${id} --no-wait`)).stdout.trim();
  expect((await stack.api.get(`/operations/${again}`)).body).toMatchObject({ retryOf: id });
  // The fault is part of the spec, so it fails again.
  await slipway(`operations watch ${again}`, 1);
});
