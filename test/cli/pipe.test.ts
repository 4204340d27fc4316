/** Runs every command in a pipe, as scripts and CI do: plain lines, exit codes, output formats. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createCli, type Ran } from '../support/cli/cli.ts';
import { eventually } from '../support/eventually.ts';
import { createHold } from '../support/faults/hold.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

const hold = createHold();
let stack: Stack;
const cli = createCli(() => stack.api.url);
beforeAll(async () => {
  stack = await startStack(hold.options);
});

/** Runs a command line without quotes, and fails unless it ends with `code`. */
async function slipway(line: string, code = 0, input?: string): Promise<Ran> {
  const ran = await cli.run(line.split(' '), input === undefined ? {} : { input });
  expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(code);
  return ran;
}
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

describe('networks and clusters', () => {
  test('a create prints every step to standard error, and the result to standard output', async () => {
    const { stdout, stderr } = await slipway('networks create base --cidr 10.1.0.0/16 --zones 1');
    expect(stderr).toMatch(/^0:00 {2}create network base: operation [0-9A-Z]{26}$/m);
    expect(stderr).toMatch(/^0:0\d {2}provisioning: \d+ resources$/m);
    expect(stderr).toMatch(/^0:0\d {2}created vpc\/main \([\d.]+ m?s\)$/m);
    expect(stderr).toMatch(/^✓ network base is active/m);
    expect(stderr).not.toContain('\x1b');
    expect(stdout).toMatch(/^cidr +10\.1\.0\.0\/16$/m);
  });

  test('lists and reads in four formats', async () => {
    const table = await eventually(async () => {
      const { stdout } = await slipway('networks list');
      return stdout.includes('base') && stdout;
    });
    expect(table.split('\n')[0]).toMatch(/^NAME +STATUS +REGION +CIDR +ZONES +AGE$/);
    expect(table).toMatch(/^base +active +sim-central-1 +10\.1\.0\.0\/16 +1 +\d+s$/m);
    expect((await slipway('networks list -o name')).stdout).toBe('base\n');
    expect((await slipway('networks list --status failed')).stderr).toContain('No networks found');
    const json: unknown = JSON.parse((await slipway('networks get base -o json')).stdout);
    expect(json).toMatchObject({ id: 'base', spec: { availabilityZoneCount: 1 } });
    expect(parse((await slipway('networks get base -o yaml')).stdout)).toEqual(json);
    expect((await slipway('networks get base')).stdout).toMatch(/^status +active$/m);
  });

  test('a spec comes from a file, from standard input and from flags, which win', async () => {
    const spec = 'name: filed\nnetworkId: base\nkubernetesVersion: "1.32"\ntags: {team: blue}\n';
    const line = 'clusters create -f - --kubernetes-version 1.34 -o json';
    const operation: unknown = JSON.parse((await slipway(line, 0, spec)).stdout);
    expect(operation).toMatchObject({ status: 'succeeded', resourceId: 'filed' });

    const file = path.join(cli.configHome, 'cluster.json');
    writeFileSync(file, JSON.stringify({ name: 'ignored', networkId: 'base', karpenter: false }));
    const group = '--node-group name=gpu,types=m5.large+m5.xlarge,min=0,desired=1,max=4';
    const { stdout } = await slipway(`clusters create flagged -f ${file} ${group} -o name`);
    expect(stdout.trim()).toMatch(ID);

    expect((await stack.api.get('/clusters/filed')).body).toMatchObject({
      spec: { kubernetesVersion: '1.34', tags: { team: 'blue' } },
    });
    expect((await stack.api.get('/clusters/flagged')).body).toMatchObject({
      networkId: 'base',
      spec: {
        karpenter: false,
        nodeGroups: [
          {
            name: 'gpu',
            instanceTypes: ['m5.large', 'm5.xlarge'],
            minSize: 0,
            desiredSize: 1,
            maxSize: 4,
          },
        ],
      },
    });
  });

  test('a resource in use is not deleted, and its users are named', async () => {
    const { stderr } = await slipway('networks delete base --yes', 1);
    expect(stderr).toMatch(/in_use: .*filed, flagged/);
  });

  test('a delete in a pipe requires --yes, and follows the operation to its end', async () => {
    expect((await slipway('clusters delete filed', 2)).stderr).toContain('--yes');
    await slipway('clusters delete filed --yes');
    expect((await slipway('clusters get filed', 1)).stderr).toContain('not_found');
  });
});

describe('operations', () => {
  test('--no-wait prints the id; watch, list and get take it from there', async () => {
    hold.before('verify');
    const { stdout } = await slipway('networks create slow --no-wait');
    const id = stdout.trim();
    expect(id).toMatch(ID);
    await hold.reached('verify');

    const { stderr } = await slipway(`operations watch ${id} --timeout 300ms`, 124);
    expect(stderr).toContain('Stopped watching after the timeout. The operation continues.');
    expect(stderr).toContain(`slipway operations watch ${id}`);

    const watching = cli.start(['operations', 'watch', id]);
    await eventually(() => watching.stderr().includes('verifying'));
    watching.interrupt();
    const interrupted = await watching.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain(`slipway operations watch ${id}`);
    expect((await stack.api.get(`/operations/${id}`)).body).toMatchObject({ status: 'running' });

    hold.release();
    await slipway(`operations watch ${id}`);
    expect((await slipway(`operations get ${id}`)).stdout).toMatch(/^status +succeeded$/m);
    const listed = await eventually(async () => {
      const { stdout: table } = await slipway('operations list --resource slow --limit 1');
      return table.includes('succeeded') && table;
    });
    expect(listed).toMatch(new RegExp(`^${id} +create_network +networks/slow +succeeded`, 'm'));
  });

  test('a canceled operation exits with 3 when watched, and with 0 for the cancel itself', async () => {
    hold.before('verify');
    const creating = cli.start(['networks', 'create', 'unwanted', '-o', 'name']);
    await hold.reached('verify');
    const [, id = ''] = /operation ([0-9A-Z]{26})/.exec(creating.stderr()) ?? [];
    const canceling = slipway(`operations cancel ${id} --reason mistake`);
    await eventually(async () => {
      const { body } = await stack.api.get(`/operations/${id}`);
      return JSON.stringify(body).includes('"canceling"');
    });
    hold.release();
    expect((await canceling).stderr).toContain('create network unwanted canceled');
    const created = await creating.ended;
    expect(created.code).toBe(3);
    expect(created.stderr).toMatch(/undone +\d+: /);
    expect(created.stderr).toMatch(/survives +nothing/);
  });

  test('a failed operation prints the reason, what was undone, the survivors and the next command', async () => {
    const faults = [{ type: 'nat_gateway', when: 'ready', kind: 'error', code: 'Broken' }];
    const spec = JSON.stringify({ name: 'unlucky', simulation: { faults } });
    const failed = await slipway('networks create -f -', 1, spec);
    expect(failed.stderr).toMatch(/^ {2}code +broken \(provider\)$/m);
    expect(failed.stderr).toMatch(/^ {2}cause +nat_gateway\/nat-a$/m);
    expect(failed.stderr).toMatch(/^ {2}undone +\d+: .*vpc\/main/m);
    expect(failed.stderr).toMatch(/^ {2}survives +nothing$/m);
    expect(failed.stderr).toMatch(/^ {2}next +slipway operations (get|retry) [0-9A-Z]{26}/m);

    const kept = await slipway('networks create -f - --on-failure retain', 1, spec);
    expect(kept.stderr).toMatch(/^ {2}undone +nothing$/m);
    expect(kept.stderr).toMatch(/^ {2}survives +\d+: .*vpc\/main/m);
    expect(kept.stderr).toContain('slipway networks delete unlucky');
    await slipway('networks delete unlucky --yes');
  });
});

test('instance types as a table, and as the operation that found them', async () => {
  const { stdout } = await slipway('instance-types discover --min-vcpus 4 --architecture arm64');
  expect(stdout).toMatch(/^m6g\.xlarge +4 +16 GiB +0 +\d+ +arm64 +system$/m);
  const json: unknown = JSON.parse((await slipway('instance-types discover --gpu -o json')).stdout);
  expect(json).toMatchObject({ status: 'succeeded', result: { metadata: expect.anything() } });
});

test('faults that the service finds are printed field by field', async () => {
  const { stderr } = await slipway('clusters create Wrong_Name --region nowhere', 2);
  expect(stderr).toMatch(/^ {2}name: must be a DNS label/m);
  expect(stderr).toMatch(/^ {2}region: /m);
  expect((await slipway('networks create slow', 1)).stderr).toContain('already_exists');
});

test('profiles select the server', async () => {
  const folder = path.join(cli.configHome, 'slipway');
  mkdirSync(folder);
  const profiles = { here: { server: stack.api.url, output: 'name' } };
  writeFileSync(path.join(folder, 'config.yaml'), JSON.stringify({ profile: 'here', profiles }));
  const env = { SLIPWAY_SERVER: '' };
  const { code, stdout } = await cli.run(['networks', 'list'], { env });
  expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'slow' });
  const unknown = await cli.run(['networks', 'list', '--profile', 'there'], { env });
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('profiles are: here') });
  rmSync(folder, { recursive: true });
});

test('completes the names that the server has', async () => {
  const { stdout } = await slipway('--complete bash networks get s');
  expect(stdout.split('\n')).toContain('slow');
});
