/** Plans and applies with a real engine from the cache and providers from the mirror. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { ResourceEvent } from '../../../deployments/engine/messages.ts';
import { newId, testDeployer } from '../../support/deployments/deployer.ts';

const signal = new AbortController().signal;
const noEvent = () => {};
const stateSchema = z.object({ serial: z.int() });

/** 30 resources, one of a provider from the mirror, and one of which depends on `version`. */
const MODULE = {
  'main.tf': `
    variable "version_of_it" {
      type    = string
      default = "1"
    }
    variable "password" {
      type      = string
      sensitive = true
      default   = "none"
    }
    resource "terraform_data" "many" {
      count = 27
      input = count.index
    }
    resource "terraform_data" "versioned" {
      input = var.version_of_it
    }
    resource "random_id" "id" {
      byte_length = 4
    }
    resource "terraform_data" "secret" {
      input = var.password
    }
    output "version" {
      value = terraform_data.versioned.output
    }
    output "password" {
      value     = var.password
      sensitive = true
    }
    # The engine refuses such an output without the mark.
    output "derived" {
      value     = strrev(upper(terraform_data.secret.output))
      sensitive = true
    }
  `,
};

describe('a module of 30 resources', () => {
  test('is planned by one worker and applied by another, verified, updated and destroyed', async () => {
    const phases: string[] = [];
    const credentials = async (_job: unknown, phase: string) => {
      phases.push(phase);
      return {};
    };
    const { deployer, job, state, keys, blobs, settings } = testDeployer({ credentials });
    const create = await job(MODULE);
    await deployer.validate(create, signal);
    const plan = await deployer.plan(create, { destroy: false }, signal);
    expect(phases.splice(0)).toEqual(['plan', 'plan']);
    expect(plan.changes).toBe(true);
    expect(plan.resources).toHaveLength(30);
    expect(new Set(plan.resources.map(({ operation }) => operation))).toEqual(new Set(['create']));

    const other = testDeployer({ blobs, blobsRoot: settings.blobsRoot }).deployer;
    const events: ResourceEvent[] = [];
    await other.apply(create, (event) => events.push(event), signal);
    const completed = events.filter((event) => event.state === 'completed');
    expect(new Set(completed.map(({ address }) => address)).size).toBe(30);
    // The state is written after every resource. The engine counts each state that it writes.
    const { serial } = stateSchema.parse(JSON.parse(String(await state(create).read())));
    expect(serial).toBeGreaterThan(10);
    expect(await other.countResources(create, signal)).toBe(30);
    expect((await other.verify(create, signal)).unsettled).toEqual([]);
    expect(await other.outputs(create, signal)).toEqual({
      values: { version: '1' },
      withheld: ['derived', 'password'],
    });
    await other.cleanUp(create, signal);
    await deployer.cleanUp(create, signal);

    const update = await job(MODULE, { uid: create.uid, variables: { version_of_it: '2' } });
    const change = await deployer.plan(update, { destroy: false }, signal);
    const operations = change.resources.map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === 'update')).toHaveLength(1);
    expect(operations.filter((operation) => operation === 'same')).toHaveLength(29);
    await deployer.apply(update, noEvent, signal);
    expect(phases.splice(0)).toEqual(['plan', 'apply']);
    // Whatever reads the state only reads.
    expect((await deployer.verify(update, signal)).unsettled).toEqual([]);
    await deployer.outputs(update, signal);
    expect(phases.splice(0)).toEqual(['plan', 'plan']);
    await deployer.cleanUp(update, signal);

    const remove = await job(MODULE, { uid: create.uid });
    const removal = await deployer.plan(remove, { destroy: true }, signal);
    expect(removal.resources).toHaveLength(30);
    await deployer.apply(remove, noEvent, signal);
    expect(phases).toEqual(['plan', 'apply']);
    expect(await deployer.countResources(remove, signal)).toBe(0);
    expect(await state(remove).holder()).toBeUndefined();
    await deployer.cleanUp(remove, signal);
    await deployer.deleteAll(remove);
    expect(await blobs.list(keys(remove).all)).toEqual([]);
  });

  test('can encrypt its state', async () => {
    const { deployer, job, state } = testDeployer();
    const work = await job({
      'main.tf': 'resource "terraform_data" "it" {}',
      'encryption.tf': `
        terraform {
          encryption {
            key_provider "pbkdf2" "it" { passphrase = "a passphrase of some length" }
            method "aes_gcm" "it" { keys = key_provider.pbkdf2.it }
            state { method = method.aes_gcm.it }
          }
        }
      `,
    });
    await deployer.plan(work, { destroy: false }, signal);
    await deployer.apply(work, noEvent, signal);
    expect((await state(work).read())?.toString()).toContain('encrypted_data');
    expect(await deployer.countResources(work, signal)).toBe(1);
    await deployer.plan(work, { destroy: true }, signal);
    await deployer.apply(work, noEvent, signal);
    expect(await deployer.countResources(work, signal)).toBe(0);
  });
});

describe('secrets', () => {
  test('are read by reference, and appear in no result, message or file that others can read', async () => {
    const { deployer, job, secret, root } = testDeployer();
    secret('db', 'hunter2-planted');
    const work = await job(
      {
        'main.tf': `
          variable "password" { type = string }
          resource "terraform_data" "it" {
            input = var.password
            lifecycle {
              postcondition {
                condition     = self.output == "something else"
                error_message = "It is \${var.password}."
              }
            }
          }
        `,
      },
      { secrets: { password: 'db' } },
    );
    const plan = await deployer.plan(work, { destroy: false }, signal);
    expect(JSON.stringify(plan)).not.toContain('hunter2');
    const failure: unknown = await deployer.apply(work, noEvent, signal).catch((e: unknown) => e);
    expect(failure).toMatchObject({
      details: {
        code: 'resource_failed',
        message: expect.stringContaining('[redacted]') as string,
      },
    });
    expect(JSON.stringify(failure)).not.toContain('hunter2');
    // The files that must contain it are readable by their owner only.
    const open = files(root).filter(
      (file) =>
        !file.includes('/secrets/') &&
        readFileSync(file).includes('hunter2') &&
        (statSync(file).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
  });

  test('withhold the outputs that depend on them, and a destroy works without them', async () => {
    const { deployer, job, secret, root } = testDeployer();
    secret('db', 'hunter2-planted');
    const work = await job(
      {
        'main.tf': `
          variable "password" { type = string }
          variable "plain" { default = "x" }
          # The engine does not allow such a loop over a sensitive variable.
          resource "terraform_data" "each" { for_each = toset(split("-", var.password)) }
          locals { url = "with \${var.password}" }
          module "inner" {
            source   = "./inner"
            password = local.url
          }
          output "reversed" { value = module.inner.reversed }
          output "plain" { value = var.plain }
          # A resource ends the dependency, but an output with the secret itself is withheld.
          resource "terraform_data" "holder" { input = local.url }
          output "held" { value = terraform_data.holder.output }
          output "count" { value = length(terraform_data.each) }
        `,
        'more.tf.json': JSON.stringify({ output: { joined: { value: 'with ${var.password}' } } }),
        'inner/main.tf': `
          variable "password" {}
          output "reversed" { value = strrev(var.password) }
        `,
      },
      { secrets: { password: 'db', undeclared: 'db' } },
    );
    await deployer.plan(work, { destroy: false }, signal);
    await deployer.apply(work, noEvent, signal);
    const outputs = await deployer.outputs(work, signal);
    expect(outputs).toEqual({
      values: { plain: 'x', count: '2' },
      withheld: ['held', 'joined', 'reversed'],
    });
    // The module itself is as it was.
    expect((await deployer.verify(work, signal)).unsettled).toEqual([]);

    rmSync(path.join(root, 'secrets/local/db'));
    await expect(deployer.plan(work, { destroy: true }, signal)).rejects.toMatchObject({
      details: { code: 'secret_not_found' },
    });
    const last = { ...work, destroying: true } as const;
    await deployer.plan(last, { destroy: true }, signal);
    await deployer.apply(last, noEvent, signal);
    expect(await deployer.countResources(last, signal)).toBe(0);
  });

  test('that do not exist are named in the error', async () => {
    const { deployer, job } = testDeployer();
    const work = await job(MODULE, { secrets: { password: 'nowhere' } });
    await expect(deployer.validate(work, signal)).rejects.toMatchObject({
      details: { code: 'secret_not_found' },
    });
  });
});

describe('refused', () => {
  const external = {
    'main.tf': 'data "external" "it" { program = ["touch", "/tmp/never"] }',
  };
  const localExec = {
    'main.tf': 'module "m" { source = "./sub" }',
    'sub/main.tf': `
      resource "terraform_data" "it" {
        provisioner "local-exec" { command = "true" }
      }
    `,
  };

  test('a provider that is not allowed, before it runs', async () => {
    const { deployer, job } = testDeployer();
    await expect(deployer.validate(await job(external), signal)).rejects.toMatchObject({
      details: {
        code: 'provider_refused',
        message: expect.stringContaining('hashicorp/external') as string,
      },
    });
  });

  test('local-exec, also in a nested module, before anything is applied', async () => {
    const { deployer, job, blobs, keys } = testDeployer({ allowLocalExec: false });
    const work = await job(localExec);
    await expect(deployer.plan(work, { destroy: false }, signal)).rejects.toMatchObject({
      details: {
        code: 'local_exec_refused',
        message: expect.stringContaining('module.m.terraform_data.it') as string,
      },
    });
    expect(await blobs.get(keys(work).plan(work.operationId))).toBeUndefined();
  });

  test('a backend that would override Slipway’s', async () => {
    const { deployer, job } = testDeployer();
    const own = { 'main.tf': 'terraform {\n  backend "local" {}\n}\n' };
    await deployer.validate(await job(own), signal);
    const later = { ...own, 'zz_override.tf': own['main.tf'] };
    await expect(deployer.validate(await job(later), signal)).rejects.toMatchObject({
      details: { code: 'backend_refused' },
    });
  });

  test('an invalid module, with the file and line of its fault', async () => {
    const { deployer, job } = testDeployer();
    const work = await job({ 'main.tf': 'resource "terraform_data" "it" { input = var.missing }' });
    await expect(deployer.validate(work, signal)).rejects.toMatchObject({
      details: {
        code: 'module_invalid',
        errorType: 'validation',
        message: expect.stringContaining('main.tf:1') as string,
      },
    });
  });

  test('a second operation while one holds the lock', async () => {
    const { deployer, job, state } = testDeployer();
    const first = await job(MODULE);
    await state(first).lock({ operationId: newId() }, 'somebody');
    await expect(deployer.plan(first, { destroy: false }, signal)).rejects.toMatchObject({
      details: { code: 'state_locked' },
    });
  });
});

function files(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
