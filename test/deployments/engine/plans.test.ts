/** Plans with targets, previews, the files kept for a retry, and the lock of an operation that has ended. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runDirectory } from '../../../deployments/runner/run-directory.ts';
import { loadRetrySource, storePreviewSource } from '../../../deployments/storage/source.ts';
import { timeSortedId } from '../../../contract/ids.ts';
import { newId, testDeployer } from '../../support/deployments/deployer.ts';

const signal = new AbortController().signal;
const DAY_MS = 24 * 60 * 60_000;

const MODULE = {
  'main.tf': `
    resource "terraform_data" "base" {}
    resource "terraform_data" "top" {
      for_each = toset(["eu west", "us"])
      input    = terraform_data.base.id
    }
    resource "terraform_data" "other" {}
  `,
};

test('targets limit an apply to a part and its dependencies; a destroy removes everything', async () => {
  const { deployer, job } = testDeployer();
  const whole = await job(MODULE);
  const part = await job(MODULE, {
    uid: whole.uid,
    targets: ['terraform_data.top["eu west"]'],
  });
  const { resources } = await deployer.plan(part, { destroy: false }, signal);
  expect(resources.map(({ address }) => address).toSorted()).toEqual([
    'terraform_data.base',
    'terraform_data.top["eu west"]',
  ]);
  await deployer.apply(part, () => {}, signal);
  expect((await deployer.verify(part, signal)).unsettled).toEqual([]);
  expect(await deployer.countResources(part, signal)).toBe(2);

  const rest = await deployer.plan(whole, { destroy: false }, signal);
  expect(rest.resources.filter(({ operation }) => operation === 'create')).toHaveLength(2);
  await deployer.apply(whole, () => {}, signal);

  const removal = await deployer.plan(part, { destroy: true }, signal);
  expect(removal.resources).toHaveLength(4);
});

test('a preview plans while an operation holds the lock, and leaves nothing behind', async () => {
  const { deployer, job, blobs, keys, state, settings } = testDeployer();
  const real = await job(MODULE);
  await deployer.plan(real, { destroy: false }, signal);
  await deployer.apply(real, () => {}, signal);
  await state(real).lock({ operationId: real.operationId }, 'somebody');
  const before = await blobs.list('');

  const files = { 'main.tf': `${MODULE['main.tf']}\nresource "terraform_data" "more" {}` };
  const asked = await job(files, { uid: real.uid, preview: true });
  await blobs.remove(keys(asked).source(asked.sourceDigest));
  await storePreviewSource(blobs, asked, asked.operationId, files);
  await deployer.validate(asked, signal);
  const plan = await deployer.plan(asked, { destroy: false }, signal);
  expect(plan.resources.filter(({ operation }) => operation === 'create')).toHaveLength(1);
  const removal = await deployer.plan(asked, { destroy: true }, signal);
  expect(removal.resources.filter(({ operation }) => operation === 'delete')).toHaveLength(4);
  await deployer.cleanUp(asked, signal);

  expect(await blobs.list('')).toEqual(before);
  expect(existsSync(runDirectory(settings.runsRoot, asked.operationId).root)).toBe(false);
  expect(await state(real).holder()).toBe(real.operationId);
});

test('the files of a deployment that was never created are kept for 30 days', async () => {
  const { deployer, job, blobs } = testDeployer();
  const uidOf = (daysAgo: number) =>
    timeSortedId(Date.now() - daysAgo * DAY_MS, Buffer.alloc(16, daysAgo));
  const old = await job(MODULE, { uid: uidOf(31) });
  const young = await job(MODULE, { uid: uidOf(29) });
  const now = await job(MODULE);
  for (const each of [old, young, now]) {
    await deployer.keepSourceForRetry(each);
    await deployer.deleteAll(each);
    // As after an attempt that died between the two calls.
    await deployer.keepSourceForRetry(each);
  }
  const kept = (each: typeof now) => loadRetrySource(blobs, each, each.sourceDigest);
  expect(await kept(old)).toBeUndefined();
  expect(await kept(young)).toEqual(MODULE);
  expect(await kept(now)).toEqual(MODULE);
});

test('the lock of an operation that has ended is released, after its engine had time to stop', async () => {
  const { deployer, job, state } = testDeployer({ graceMs: 400 });
  const work = await job(MODULE);
  const store = state(work);
  const dead = newId();
  await store.lock({ operationId: dead }, 'left behind');
  const released = deployer.releaseLockOf(work, dead, signal);
  expect(await store.write('left behind', Buffer.from('{"lineage":"a","serial":1}'))).toBe(true);
  await released;
  expect(await store.holder()).toBeUndefined();
  expect(await store.write('left behind', Buffer.from('late'))).toBe(false);

  await store.lock({ operationId: work.operationId }, 'of another');
  await deployer.releaseLockOf(work, dead, signal);
  expect(await store.holder()).toBe(work.operationId);
});
