/** Values of variables reach every command of the engine, and win over the files of the module. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { existingRunDirectory } from '../../../deployments/runner/run-directory.ts';
import { storeArchive } from '../../../deployments/storage/archives.ts';
import { newId, testDeployer } from '../../support/deployments/deployer.ts';

const signal = new AbortController().signal;
const noEvent = () => {};

/** The values in the files of the module are wrong. */
const FILES = {
  'main.tf': `
    variable "size" { type = number }
    variable "token" {
      type      = string
      ephemeral = true
    }
    variable "login" { type = object({ user = string, password = string }) }
    variable "label" { type = string }
    resource "terraform_data" "it" {
      input = var.size
      lifecycle {
        precondition {
          condition     = length(var.login.password) == 15
          error_message = "The password is not the secret."
        }
        precondition {
          condition     = var.label == "$\${plain} text"
          error_message = "The label is not the secret."
        }
      }
    }
    output "size" { value = terraform_data.it.output }
  `,
  'terraform.tfvars': 'size = 1\nlogin = { user = "x", password = "x" }\nlabel = "x"\n',
  'zzzz.auto.tfvars': 'size = 2\nlabel = "y"\n',
};

test('a module may use variables in its sources and its encryption, and have files of values', async () => {
  const { deployer, job, state, secret } = testDeployer();
  secret('login', '{ user = "web", password = "hunter2-planted" }');
  secret('label', '${plain} text');
  secret('passphrase', 'a passphrase of some length');
  const files = {
    ...FILES,
    'sources.tf': `
      variable "part" {}
      variable "passphrase" {}
      module "part" { source = "./parts/\${var.part}" }
      output "part" { value = module.part.name }
      terraform {
        encryption {
          key_provider "pbkdf2" "it" {
            passphrase = var.passphrase
            iterations = 200000
          }
          method "aes_gcm" "it" { keys = key_provider.pbkdf2.it }
          state { method = method.aes_gcm.it }
          plan { method = method.aes_gcm.it }
        }
      }
    `,
    'parts.auto.tfvars': 'part = "none"\npassphrase = "another passphrase of some length"\n',
    'parts/one/main.tf': 'output "name" { value = "one" }',
  };
  const work = await job(files, {
    variables: { size: 3, token: 'ephemeral', part: 'one' },
    secrets: { login: 'login', label: 'label', passphrase: 'passphrase' },
  });
  await deployer.validate(work, signal);
  await deployer.plan(work, { destroy: false }, signal);
  await deployer.apply(work, noEvent, signal);
  expect((await state(work).read())?.toString()).toContain('encrypted_data');
  expect(await deployer.outputs(work, signal)).toEqual({
    values: { size: '3', part: 'one' },
    withheld: [],
  });
  expect(await deployer.countResources(work, signal)).toBe(1);
  // A later run reads the secret again.
  secret('label', 'another text');
  await expect(deployer.verify(work, signal)).rejects.toMatchObject({
    details: { message: expect.stringContaining('The label is not the secret') as string },
  });
});

test('a secret in the key of a resource appears in no plan, event or error', async () => {
  const { deployer, job, secret } = testDeployer();
  secret('names', '["hunter2-planted", "sesame-planted"]');
  const files = {
    'main.tf': `
      variable "names" { type = set(string) }
      resource "terraform_data" "each" {
        for_each = var.names
        input    = each.key
        provisioner "local-exec" { command = each.key == "sesame-planted" ? "false" : "true" }
      }
    `,
  };
  const uid = newId();
  const work = await job(files, { uid, secrets: { names: 'names' } });
  const { resources } = await deployer.plan(work, { destroy: false }, signal);
  const addresses = resources.map(({ address }) => address);
  expect(new Set(addresses).size).toBe(2);
  const events: string[] = [];
  const failure: unknown = await deployer
    .apply(work, ({ address }) => events.push(address), signal)
    .catch((error: unknown) => error);
  expect(addresses).toEqual(expect.arrayContaining(events));
  expect(failure).toMatchObject({ details: { code: 'resource_failed' } });
  expect(addresses).toContain((failure as { address: string }).address);
  // Another worker, or a later operation, masks them alike.
  const later = await job(files, { uid, secrets: { names: 'names' } });
  const again = await deployer.plan(later, { destroy: false }, signal);
  expect(new Set(again.resources.map(({ address }) => address))).toEqual(new Set(addresses));
  expect(JSON.stringify([resources, events, failure, again])).not.toContain('planted');
});

test('the engine runs in a folder of the source, and uses modules beside it', async () => {
  const { deployer, job, secret, state, settings } = testDeployer();
  secret('password', 'hunter2-planted');
  const files = {
    'envs/prod/main.tf': `
      variable "size" { type = number }
      variable "password" {}
      module "it" {
        source   = "../../modules/it"
        size     = var.size
        password = var.password
      }
      output "size" { value = module.it.size }
      output "reversed" { value = module.it.reversed }
    `,
    'envs/prod/terraform.tfvars': 'size = 1',
    'modules/it/main.tf': `
      variable "size" {}
      variable "password" {}
      resource "terraform_data" "it" { input = "\${path.cwd} \${var.size}" }
      output "size" { value = var.size }
      output "reversed" { value = strrev(var.password) }
    `,
    'main.tf': 'this is not a module {',
  };
  const work = await job(files, {
    workingDirectory: 'envs/prod',
    variables: { size: 4 },
    secrets: { password: 'password' },
  });
  await deployer.validate(work, signal);
  await deployer.plan(work, { destroy: false }, signal);
  await deployer.apply(work, noEvent, signal);
  expect(await deployer.outputs(work, signal)).toEqual({
    values: { size: '4' },
    withheld: ['reversed'],
  });
  // Where an engine leaves a state that it could not write, also when only the operation is known.
  const { root, module } = await existingRunDirectory(settings.runsRoot, work.operationId);
  expect(path.relative(root, module)).toBe('module/envs/prod');
  const stored = JSON.parse(String(await state(work).read())) as { serial: number };
  const later = { ...stored, serial: stored.serial + 1 };
  writeFileSync(path.join(module, 'errored.tfstate'), JSON.stringify(later));
  await deployer.releaseLockOf(work, work.operationId, signal);
  expect(JSON.parse(String(await state(work).read()))).toMatchObject({ serial: later.serial });
});

test('a module in an archive has its binary files and programs, and uses modules beside it', async () => {
  const { deployer, job, blobs, settings } = testDeployer();
  const packed = pack();
  const add = (name: string, content: string | Buffer, mode = 0o644) =>
    packed.entry({ name, mode }, content);
  add('modules/it/run.sh', '#!/bin/sh\nexit 0\n', 0o755);
  add('modules/it/data.bin', Buffer.from([0, 255, 1, 254]));
  add(
    'modules/it/main.tf',
    `
      resource "terraform_data" "it" {
        input = filebase64("\${path.module}/data.bin")
        provisioner "local-exec" { command = "\${path.module}/run.sh" }
      }
      output "data" { value = terraform_data.it.output }
    `,
  );
  add(
    'envs/prod/main.tf',
    `
      variable "size" {}
      module "it" { source = "../../modules/it" }
      output "data" { value = "\${module.it.data} \${var.size}" }
    `,
  );
  add('envs/prod/prod.auto.tfvars', 'size = 3');
  packed.finalize();
  const content = gzipSync(await buffer(packed));
  const archive = createHash('sha256').update(content).digest('hex');
  const upload = { organizationId: 'local', digest: archive };
  const limits = { maxBytes: settings.maxArchiveBytes, now: 0 };
  const { files } = await storeArchive(blobs, upload, Readable.from([content]), limits);
  const work = await job(files, { archive, workingDirectory: 'envs/prod' });
  await deployer.validate(work, signal);
  await deployer.plan(work, { destroy: false }, signal);
  await deployer.apply(work, noEvent, signal);
  expect((await deployer.outputs(work, signal)).values).toEqual({ data: 'AP8B/g== 3' });
});
