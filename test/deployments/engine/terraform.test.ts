/**
 * Terraform, found by its path. If the machine has no Terraform, OpenTofu is used in its place: the steps,
 * the settings and the mirror under Terraform's registry are the same.
 */
import { expect, test } from 'vitest';
import { enginePaths } from '../../../config/engine-paths.ts';
import { readSettings } from '../../../config/settings.ts';
import { newId, testDeployer } from '../../support/deployments/deployer.ts';
import { terraformByPath } from '../../support/deployments/terraform.ts';

const signal = new AbortController().signal;
const { terraform } = enginePaths(readSettings(process.env), process.env);

const MODULE = {
  'main.tf': `
    variable "release" { default = "1" }
    resource "terraform_data" "one" { input = var.release }
    resource "random_id" "two" { byte_length = 2 }
    output "release" { value = terraform_data.one.output }
  `,
};

test('a module is planned, applied, changed and destroyed', async () => {
  const { deployer, job, state } = testDeployer({ engines: await terraformByPath() });
  const uid = newId();
  const wanted = (variables: Record<string, unknown>) =>
    job(MODULE, { uid, engine: 'terraform', variables });

  const create = await wanted({});
  await deployer.validate(create, signal);
  await deployer.plan(create, { destroy: false }, signal);
  await deployer.apply(create, () => {}, signal);
  expect((await deployer.verify(create, signal)).unsettled).toEqual([]);
  expect((await deployer.outputs(create, signal)).values).toEqual({ release: '1' });

  const change = await wanted({ release: '2' });
  const { resources } = await deployer.plan(change, { destroy: false }, signal);
  expect(resources.map(({ operation }) => operation).toSorted()).toEqual(['same', 'update']);
  await deployer.apply(change, () => {}, signal);

  const remove = await wanted({ release: '2' });
  await deployer.plan(remove, { destroy: true }, signal);
  await deployer.apply(remove, () => {}, signal);
  expect(await deployer.countResources(remove, signal)).toBe(0);
  expect(await state(remove).holder()).toBeUndefined();
});

test('values win over the files of the module, and reach an ephemeral variable of the apply', async () => {
  const { deployer, job, secret } = testDeployer({ engines: await terraformByPath() });
  secret('login', '{ user = "web", password = "hunter2-planted" }');
  const files = {
    'main.tf': `
      variable "size" { type = number }
      variable "token" {
        type      = string
        ephemeral = true
      }
      variable "login" { type = object({ user = string, password = string }) }
      resource "terraform_data" "it" { input = [var.size, length(var.login.password)] }
      output "it" { value = terraform_data.it.output }
    `,
    'terraform.tfvars': 'size = 1\nlogin = { user = "x", password = "x" }\n',
    'zzzz.auto.tfvars.json': '{"size": 2}',
  };
  const work = await job(files, {
    engine: 'terraform',
    variables: { size: 3, token: 'ephemeral' },
    secrets: { login: 'login' },
  });
  await deployer.validate(work, signal);
  await deployer.plan(work, { destroy: false }, signal);
  await deployer.apply(work, () => {}, signal);
  expect((await deployer.outputs(work, signal)).values).toEqual({ it: '[3,15]' });
});

test('a missing release is not replaced by another one', async () => {
  const { deployer, job } = testDeployer({
    engines: { opentofu: terraform, terraform: { ...terraform, version: '0.0.1' } },
  });
  const work = await job(MODULE, { engine: 'terraform' });
  await expect(deployer.validate(work, signal)).rejects.toMatchObject({
    details: { code: 'engine_not_found' },
  });
});
