/** Modules that keep their state in their own backend. The engine's `local` backend represents all types. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkOwnBackend, namesOwnBackend } from '../../../deployments/backend.ts';
import { runDirectory } from '../../../deployments/runner/run-directory.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';
import { newId, testDeployer, type TestDeployer } from '../../support/deployments/deployer.ts';

const signal = new AbortController().signal;

const TWO = `
  variable "release" { default = "1" }
  resource "terraform_data" "one" { input = var.release }
  resource "terraform_data" "two" {}
`;

function moduleIn(state: string): Record<string, string> {
  return {
    'main.tf': `terraform {\n  backend "local" { path = ${JSON.stringify(state)} }\n}\n${TWO}`,
  };
}

/** `phases` grows with each use of the connection's credentials. */
function withLocal(): TestDeployer & { stateFile: string; phases: string[] } {
  const phases: string[] = [];
  const it = testDeployer({
    allowedBackends: ['local'],
    async credentials(_job, phase) {
      phases.push(phase);
      return {};
    },
  });
  return { ...it, phases, stateFile: path.join(it.shared, 'web.tfstate') };
}

async function applied(it: TestDeployer, files: Record<string, string>, uid = newId()) {
  const job = await it.job(files, { uid });
  await it.deployer.plan(job, { destroy: false }, signal);
  await it.deployer.apply(job, () => {}, signal);
  return job;
}

/** Checks that the backend receives the state that the engine could not write, unless it is older. */
async function receivesErroredState(
  it: ReturnType<typeof withLocal>,
  job: DeploymentJob,
): Promise<void> {
  const { module } = runDirectory(it.settings.runsRoot, job.operationId);
  const state = JSON.parse(readFileSync(it.stateFile, 'utf8')) as { serial: number };
  const errored = path.join(module, 'errored.tfstate');
  const stored = () => JSON.parse(readFileSync(it.stateFile, 'utf8')) as { serial: number };
  const newest = state.serial + 7;
  writeFileSync(errored, JSON.stringify({ ...state, serial: newest }));
  it.phases.length = 0;
  await it.deployer.verify(job, signal);
  // The plan role may not write to the backend.
  expect(it.phases).toEqual(['plan', 'apply']);
  expect(existsSync(errored)).toBe(false);
  expect(stored().serial).toBe(newest);

  writeFileSync(errored, JSON.stringify({ ...state, serial: state.serial - 1 }));
  await it.deployer.verify(job, signal);
  expect(stored().serial).toBe(newest);
}

const refused = { details: { code: 'backend_refused', errorType: 'validation' } };

test('a module names its backend in HCL or JSON, in a file of its root', () => {
  const names = (name: string, text: string) => namesOwnBackend({ [name]: text }, ['s3']);
  expect(names('main.tf', 'terraform { backend "s3" {} }')).toBe(true);
  expect(names('main.tofu', 'terraform {\n  backend s3 {\n}}')).toBe(true);
  expect(names('main.tf.json', '{"terraform": {"backend": {"s3": {}}}}')).toBe(true);
  expect(names('main.tf.json', '{"terraform": [{"backend": [{"s3": {}}]}]}')).toBe(true);
  expect(names('main.tf', 'terraform { backend "gcs" {} }')).toBe(false);
  expect(names('main.tf.json', '{"terraform": "none"}')).toBe(false);
  expect(names('main.tf.json', '{')).toBe(false);
  expect(names('sub/main.tf', 'terraform { backend "s3" {} }')).toBe(false);
});

test('in a sandbox, the backend local needs a path in a directory that remains', () => {
  const check = (file: string, directories: string[] | undefined) => () =>
    checkOwnBackend({ type: 'local', config: { path: file } }, ['local'], directories);
  expect(check('/srv/states/web', ['/srv/states'])).not.toThrow();
  expect(check('/anywhere/web', undefined)).not.toThrow();
  for (const file of ['/srv/other/web', '/srv/states/../other/web', '/srv/states']) {
    expect(check(file, ['/srv/states'])).toThrow('SLIPWAY_DEPLOYMENT_DIRECTORIES');
  }
  expect(check('/srv/states/web', [])).toThrow('SLIPWAY_DEPLOYMENT_DIRECTORIES');
});

describe('an allowed backend', () => {
  test('keeps the state from the first apply to the destroy, and cannot be exchanged for Slipway’s', async () => {
    const it = withLocal();
    const { deployer, stateFile } = it;
    const create = await applied(it, moduleIn(stateFile));
    expect((await deployer.verify(create, signal)).unsettled).toEqual([]);
    expect(await deployer.countResources(create, signal)).toBe(2);
    expect(await it.state(create).read()).toBeUndefined();
    expect(readFileSync(stateFile, 'utf8')).toContain('terraform_data');
    await receivesErroredState(it, create);
    await deployer.cleanUp(create, signal);

    const elsewhere = moduleIn(path.join(it.shared, 'other.tfstate'));
    for (const files of [elsewhere, { 'main.tf': TWO }]) {
      const moved = await it.job(files, { uid: create.uid });
      await expect(deployer.plan(moved, { destroy: false }, signal)).rejects.toMatchObject(refused);
    }

    const update = await it.job(moduleIn(stateFile), {
      uid: create.uid,
      variables: { release: '2' },
    });
    const change = await deployer.plan(update, { destroy: false }, signal);
    expect(change.resources.map(({ operation }) => operation)).toEqual(['update', 'same']);
    await deployer.apply(update, () => {}, signal);
    await deployer.cleanUp(update, signal);

    const remove = await it.job(moduleIn(stateFile), { uid: create.uid });
    expect(await deployer.countResources(remove, signal)).toBe(2);
    await deployer.plan(remove, { destroy: true }, signal);
    await deployer.apply(remove, () => {}, signal);
    expect(await deployer.countResources(remove, signal)).toBe(0);
  });

  test('may not be in the run directory', async () => {
    const it = withLocal();
    const job = await it.job(moduleIn('web.tfstate'));
    await expect(it.deployer.validate(job, signal)).rejects.toMatchObject(refused);
  });
});

test('a backend in a comment has no effect, and Slipway’s cannot be exchanged for one later', async () => {
  const it = withLocal();
  const job = await applied(it, { 'main.tf': `# backend "local" {}\n${TWO}` });
  expect(await it.state(job).read()).toBeDefined();
  const moved = await it.job(moduleIn(it.stateFile), { uid: job.uid });
  await expect(it.deployer.plan(moved, { destroy: false }, signal)).rejects.toMatchObject(refused);
});

test('a backend that is not allowed has no effect: Slipway keeps the state', async () => {
  const it = testDeployer();
  const stateFile = path.join(it.root, 'web.tfstate');
  mkdirSync(it.root, { recursive: true });
  const job = await applied(it, moduleIn(stateFile));
  expect(existsSync(stateFile)).toBe(false);
  expect(await it.state(job).read()).toBeDefined();
});

test('an allowed backend with an override that is not allowed is refused', async () => {
  const it = withLocal();
  const files = {
    ...moduleIn(it.stateFile),
    'zz_override.tf': 'terraform {\n  backend "inmem" {}\n}\n',
  };
  await expect(it.deployer.validate(await it.job(files), signal)).rejects.toMatchObject(refused);
});

test('an override of the type `http` cannot redirect Slipway’s backend', async () => {
  const it = testDeployer();
  const files = {
    'main.tf': TWO,
    'zz_override.tf': 'terraform {\n  backend "http" { skip_cert_verification = true }\n}\n',
  };
  await expect(it.deployer.validate(await it.job(files), signal)).rejects.toMatchObject(refused);
});
