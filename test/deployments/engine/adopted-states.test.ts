/** States that engines have made by hand are adopted without a change, and earlier versions come back. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findEngine } from '../../../deployments/engine/engine.ts';
import { listVersions } from '../../../deployments/state/state-versions.ts';
import { summarizeState } from '../../../deployments/state/state-file.ts';
import { storeStateFile } from '../../../deployments/state/state-uploads.ts';
import { newId, testDeployer } from '../../support/deployments/deployer.ts';

const signal = new AbortController().signal;

const MODULE = {
  'main.tf': `
    resource "terraform_data" "one" { input = "by hand" }
    resource "terraform_data" "each" {
      for_each = toset(["a b", "c"])
      input    = each.key
    }
    output "one" { value = terraform_data.one.output }
  `,
};
const ENCRYPTED = {
  ...MODULE,
  'encryption.tf': `
    terraform {
      encryption {
        key_provider "pbkdf2" "it" {
          passphrase = "a passphrase of some length"
          iterations = 200000
        }
        method "aes_gcm" "it" { keys = key_provider.pbkdf2.it }
        state { method = method.aes_gcm.it }
      }
    }
  `,
};

test.each([
  ['opentofu', 'plain', MODULE],
  ['opentofu', 'encrypted', ENCRYPTED],
  ['terraform', 'plain', MODULE],
] as const)('%s: a %s state made by hand is adopted as it is', async (name, _form, files) => {
  const it = testDeployer();
  const found = await findEngine(name, it.settings.engines[name]);
  // A machine without Terraform lets OpenTofu stand in, as the other tests do.
  const engine =
    'path' in found ? found : await findEngine('opentofu', it.settings.engines.opentofu);
  if (!('path' in engine)) throw new Error('there is no engine: npm run engine');
  const places = { given: engine.path, searchPath: '', cacheDir: '', version: engine.version };
  const { deployer, job, blobs, keys, root } = testDeployer({
    engines: { ...it.settings.engines, [name]: places },
  });
  const directory = path.join(root, 'by-hand');
  mkdirSync(directory);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(directory, file), text);
  for (const args of [['init'], ['apply', '-auto-approve']]) {
    execFileSync(engine.path, [...args, '-input=false'], { cwd: directory, stdio: 'pipe' });
  }
  const made = readFileSync(path.join(directory, 'terraform.tfstate'));
  const { sha256: file } = await storeStateFile(blobs, 'local', made, Date.now());

  const adopting = await job(files, { engine: name, state: { file, onVersion: 0 } });
  await deployer.validate(adopting, signal);
  const plan = await deployer.plan(adopting, { destroy: false }, signal);
  expect(plan).toMatchObject({ changes: false, adoption: { orphaned: [] } });
  expect(plan.resources.map(({ operation }) => operation)).toEqual(['same', 'same', 'same']);
  expect(await blobs.get(keys(adopting).state)).toBeUndefined();
  await deployer.adoptState(adopting);
  expect(await blobs.get(keys(adopting).state)).toEqual(made);
  expect((await deployer.verify(adopting, signal)).unsettled).toEqual([]);
  expect(await deployer.countResources(adopting, signal)).toBe(3);
  expect((await deployer.outputs(adopting, signal)).values).toEqual({ one: 'by hand' });
});

test('an earlier version comes back: its plan makes what it lacks, and names what it leaves behind', async () => {
  const { deployer, job, blobs, keys } = testDeployer();
  const uid = newId();
  const run = async (input: string, more = '') => {
    const files = { 'main.tf': `resource "terraform_data" "it" { input = "${input}" }\n${more}` };
    const work = await job(files, { uid });
    await deployer.plan(work, { destroy: false }, signal);
    await deployer.apply(work, () => {}, signal);
    return { files, work };
  };
  await run('1');
  const { files, work } = await run('2', 'resource "terraform_data" "later" {}');
  const before = await blobs.get(keys(work).state);
  if (before === undefined) throw new Error('there is no state');
  const { serial, lineage } = summarizeState(before);

  const back = await job(files, { uid, state: { version: 1, onVersion: 2 } });
  await deployer.validate(back, signal);
  const plan = await deployer.plan(back, { destroy: false }, signal);
  expect(plan).toMatchObject({
    adoption: { orphaned: ['terraform_data.later'] },
    view: { orphaned: ['terraform_data.later'] },
  });
  expect(plan.resources.map(({ address, operation }) => [address, operation])).toEqual([
    ['terraform_data.it', 'update'],
    ['terraform_data.later', 'create'],
  ]);
  // A client that discards the plan finds everything as it was.
  await deployer.cleanUp(back, signal);
  expect(await blobs.get(keys(work).state)).toEqual(before);

  const again = await job(files, { uid, state: { version: 1, onVersion: 2 } });
  const { resources, view, planned } = await deployer.plan(again, { destroy: false }, signal);
  await deployer.saveConfirmedPlan(again, { resources, view, planned });
  await deployer.adoptState(again);
  await deployer.apply(again, () => {}, signal);
  const after = summarizeState((await blobs.get(keys(work).state)) ?? before);
  expect(after).toMatchObject({ lineage, resources: 2 });
  expect(after.serial).toBeGreaterThan(serial);
  const versions = await listVersions(blobs, keys(work));
  expect(versions.map(({ number, writer }) => [number, writer?.origin])).toEqual([
    [4, undefined],
    [3, 'version 1'],
    [2, undefined],
    [1, undefined],
  ]);
});
