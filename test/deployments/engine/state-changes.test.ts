/** Plans that change only what the state says, plans of outputs alone, and modules that never settle. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { DeploymentJob } from '../../../deployments/job.ts';
import { newId, testDeployer, type TestDeployer } from '../../support/deployments/deployer.ts';
import type { SourceFiles } from '../../../deployments/storage/source.ts';

const signal = new AbortController().signal;
const noEvent = () => {};

const TWO = `
  resource "terraform_data" "one" { input = 1 }
  resource "terraform_data" "two" { input = 2 }
`;

/** Plans and applies a module. Returns the operations by address, without those that change nothing. */
async function applied({ deployer, job }: TestDeployer, uid: string, files: SourceFiles) {
  const work = await job(files, { uid });
  const plan = await deployer.plan(work, { destroy: false }, signal);
  expect(plan.changes).toBe(true);
  await deployer.apply(work, noEvent, signal);
  expect((await deployer.verify(work, signal)).unsettled).toEqual([]);
  return Object.fromEntries(
    plan.resources
      .filter(({ operation }) => operation !== 'same')
      .map(({ address, operation }) => [address, operation]),
  );
}

async function countOf({ deployer, job }: TestDeployer, uid: string): Promise<number> {
  return deployer.countResources(await job({ 'main.tf': '' }, { uid }), signal);
}

test('a plan of moves, imports and removals alone is applied, and shows what they are', async () => {
  const it = testDeployer();
  const uid = newId();
  expect(await applied(it, uid, { 'main.tf': TWO })).toEqual({
    'terraform_data.one': 'create',
    'terraform_data.two': 'create',
  });

  const moved = `${TWO.replace('"one"', '"first"')}
    moved {
      from = terraform_data.one
      to   = terraform_data.first
    }`;
  expect(await applied(it, uid, { 'main.tf': moved })).toEqual({ 'terraform_data.first': 'move' });

  const removed = `
    resource "terraform_data" "first" { input = 1 }
    removed {
      from = terraform_data.two
      lifecycle { destroy = false }
    }`;
  expect(await applied(it, uid, { 'main.tf': removed })).toEqual({
    'terraform_data.two': 'forget',
  });
  expect(await countOf(it, uid)).toBe(1);

  const imported = `
    resource "terraform_data" "first" { input = 1 }
    resource "random_id" "it" { byte_length = 4 }
    import {
      to = random_id.it
      id = "yGK-Tw"
    }`;
  expect(await applied(it, uid, { 'main.tf': imported })).toEqual({ 'random_id.it': 'import' });
  expect(await countOf(it, uid)).toBe(2);
});

test('a change of outputs alone is a change', async () => {
  const it = testDeployer();
  const uid = newId();
  await applied(it, uid, { 'main.tf': `${TWO}\noutput "o" { value = 1 }` });
  const work = await it.job({ 'main.tf': `${TWO}\noutput "o" { value = 2 }` }, { uid });
  const plan = await it.deployer.plan(work, { destroy: false }, signal);
  expect(plan).toMatchObject({ changes: true, outputs: ['o'] });
});

test('a destruction leaves what the module says must stay', async () => {
  const it = testDeployer();
  const files = {
    'main.tf': `
      resource "terraform_data" "one" {
        lifecycle { destroy = false }
      }
      resource "terraform_data" "two" {}`,
  };
  const uid = newId();
  await applied(it, uid, files);
  const work = await it.job(files, { uid });
  const plan = await it.deployer.plan(work, { destroy: true }, signal);
  expect(plan.resources.map(({ address, operation }) => [address, operation])).toEqual([
    ['terraform_data.one', 'forget'],
    ['terraform_data.two', 'delete'],
  ]);
  await it.deployer.apply(work, noEvent, signal);
  expect(await countOf(it, uid)).toBe(0);
});

test('a module that changes on every run is named, resources and outputs alike', async () => {
  const it = testDeployer();
  const work = await it.job({
    'main.tf': `
      resource "terraform_data" "one" { input = timestamp() }
      output "now" { value = timestamp() }`,
  });
  await it.deployer.plan(work, { destroy: false }, signal);
  await it.deployer.apply(work, noEvent, signal);
  expect((await it.deployer.verify(work, signal)).unsettled).toEqual([
    'terraform_data.one',
    'output.now',
  ]);
});

test('resources are replaced and left out on request, and changes of others only recorded', async () => {
  const it = testDeployer({ allowedProviders: ['hashicorp/random', 'hashicorp/local'] });
  const uid = newId();
  const file = path.join(it.shared, 'made.txt');
  const files = {
    'main.tf': `
      resource "random_id" "a" { byte_length = 4 }
      resource "random_id" "b" { byte_length = 4 }
      resource "local_file" "f" {
        filename = ${JSON.stringify(file)}
        content  = "x"
      }`,
  };
  await applied(it, uid, files);
  const plan = async (more: Partial<DeploymentJob>) => {
    const work = await it.job(files, { uid, ...more });
    const { resources } = await it.deployer.plan(work, { destroy: false }, signal);
    const changes = resources
      .filter(({ operation }) => operation !== 'same')
      .map(({ address, operation }) => [address, operation]);
    return { work, changes };
  };

  const replacing = await plan({ replace: ['random_id.a'] });
  expect(replacing.changes).toEqual([['random_id.a', 'replace']]);
  await it.deployer.apply(replacing.work, noEvent, signal);
  expect((await it.deployer.verify(replacing.work, signal)).unsettled).toEqual([]);

  rmSync(file);
  expect((await plan({ excludes: ['local_file.f'] })).changes).toEqual([]);
  const refreshing = await plan({ refreshOnly: true });
  expect(refreshing.changes).toEqual([['local_file.f', 'forget']]);
  await it.deployer.apply(refreshing.work, noEvent, signal);
  expect((await it.deployer.verify(refreshing.work, signal)).unsettled).toEqual([]);
  expect(await countOf(it, uid)).toBe(2);
  expect(existsSync(file)).toBe(false);
});
