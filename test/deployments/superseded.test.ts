/** What is removed from the blob store at the end of operations. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { timeSortedId } from '../../contract/ids.ts';
import { createDeploymentStore } from '../../deployments/deployment-store.ts';
import { directoryBlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys, previewSources } from '../../deployments/storage/keys.ts';
import {
  loadSource,
  storeArchiveUse,
  storePreviewSource,
  storeSource,
} from '../../deployments/storage/source.ts';
import { createRunners } from '../../deployments/runner/process/runners.ts';

const deployment = { organizationId: 'local', uid: 'uid' };
const keys = deploymentKeys(deployment.organizationId, deployment.uid);
const HOUR_MS = 60 * 60_000;

function createStore() {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-blobs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const blobs = directoryBlobStore(path.join(root, 'blobs'));
  const store = createDeploymentStore({
    blobs,
    runsRoot: path.join(root, 'runs'),
    runners: createRunners(path.resolve('dist/engine-runner.mjs')),
    graceMs: 0,
    maxLogBytes: 0,
  });
  return {
    blobs,
    store,
    /** An operation that stores a source and ends with it. */
    async apply(text: string): Promise<string> {
      const sourceDigest = await storeSource(blobs, keys, { 'main.tf': text });
      await store.removeSuperseded({ ...deployment, sourceDigest });
      return sourceDigest;
    },
    async sources(): Promise<string[]> {
      return (await blobs.list(keys.sources)).map((key) => path.basename(key, '.json'));
    },
  };
}

test('many changes leave the present source and the one before', async () => {
  const { apply, sources } = createStore();
  const digests: string[] = [];
  for (let i = 0; i < 6; i += 1) digests.push(await apply(`# ${i}`));
  expect(new Set(await sources())).toEqual(new Set(digests.slice(-2)));
  await apply('# 5');
  expect(await sources()).toEqual(digests.slice(-1));
});

test('a source that is stored again is kept, and one that a request has just stored, too', async () => {
  const { apply, blobs, sources } = createStore();
  const first = await apply('# first');
  const second = await apply('# second');
  // A request goes back to the first source, while an operation ends with a third one.
  await storeSource(blobs, keys, { 'main.tf': '# first' });
  const waiting = await storeSource(blobs, keys, { 'main.tf': '# waiting' });
  const third = await apply('# third');
  expect(new Set(await sources())).toEqual(new Set([first, second, waiting, third]));
  expect(await loadSource(blobs, keys, first)).toEqual({ 'main.tf': '# first' });
});

test('the use of an archive ends like a source', async () => {
  const { blobs, store, sources } = createStore();
  const sourceDigest = await storeSource(blobs, keys, { 'main.tf': '' });
  const uses = [];
  for (const archive of ['one', 'two', 'three']) {
    await storeArchiveUse(blobs, keys, archive);
    await store.removeSuperseded({ ...deployment, sourceDigest, archive });
    uses.push((await sources()).filter((name) => name.endsWith('.archive')));
  }
  expect(uses).toEqual([
    ['one.archive'],
    ['one.archive', 'two.archive'],
    ['three.archive', 'two.archive'],
  ]);
});

test('plans that dead operations have left are removed, and states, versions and the lock are kept', async () => {
  const { apply, blobs } = createStore();
  const state = [keys.state, keys.lock, keys.backend, `${keys.versions}1.json`];
  const plans = [keys.plan('dead'), keys.plannedResources('dead'), keys.providerLock('dead')];
  for (const key of [...state, ...plans]) await blobs.put(key, Buffer.from('x'));
  const current = await apply('# module');
  const left = new Set(await blobs.list(keys.all));
  expect(left).toEqual(new Set([...state, keys.source(current), keys.superseded]));
});

test('the source of a preview whose process died is removed by a later one', async () => {
  const { blobs } = createStore();
  const idAt = (time: number) => timeSortedId(time, Buffer.alloc(16));
  const files = { 'main.tf': '# module' };
  const ids = [0, HOUR_MS, 3.5 * HOUR_MS].map((time) => idAt(time));
  for (const id of ids) await storePreviewSource(blobs, deployment, id, files);
  expect(await blobs.list(previewSources('local'))).toEqual(
    ids.slice(-1).map((id) => keys.previewSource(id)),
  );
});
