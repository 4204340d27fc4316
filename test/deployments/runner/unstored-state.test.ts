/** A state that cannot be stored, because the disk is full, is stored later. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDeploymentStore } from '../../../deployments/deployment-store.ts';
import { EngineError } from '../../../deployments/engine/error.ts';
import { runDirectory } from '../../../deployments/runner/run-directory.ts';
import { createRunners } from '../../../deployments/runner/process/runners.ts';
import { runJob } from '../../../deployments/runner/process/runner.ts';
import { settleState } from '../../../deployments/runner/state/settle-state.ts';
import { directoryBlobStore, type BlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { managedObjects } from '../../../deployments/storage/state.ts';
import { createStateStore } from '../../../deployments/storage/state-store.ts';

const MIB = 1024 * 1024;
const GRACE_MS = 300;
const signal = new AbortController().signal;
const ref = { organizationId: 'local', uid: 'uid' };
const first = { ...ref, operationId: 'op-1' };
const second = { ...ref, operationId: 'op-2' };
const keys = deploymentKeys(ref.organizationId, ref.uid);

interface Disk {
  /** In bytes. A test can change it. */
  capacity: number;
  /** If true, another program takes what the reserve sets free. */
  isContended?: boolean;
}

function smallDisk(root: string, disk: Disk): BlobStore {
  const store = directoryBlobStore(root);
  async function refuseWithout(key: string, content: Buffer): Promise<void> {
    let used = content.length;
    for (const other of await store.list('')) {
      if (other !== key) used += (await store.get(other))?.length ?? 0;
    }
    if (used <= disk.capacity) return;
    throw new EngineError({
      code: 'storage_full',
      message: 'There is no space left.',
      errorType: 'internal',
      retryable: true,
    });
  }
  return {
    ...store,
    async put(key, content) {
      await refuseWithout(key, content);
      await store.put(key, content);
    },
    async putNew(key, content) {
      await refuseWithout(key, content);
      return store.putNew(key, content);
    },
    async remove(key) {
      if (disk.isContended && key === keys.reserve) disk.capacity = 0;
      await store.remove(key);
    },
  };
}

/** Writes a state of one object after the other, each of 400 kB. What it cannot write, it leaves in a file. */
const ENGINE = `
  const { writeFileSync } = require('node:fs');
  const { TF_HTTP_ADDRESS: url, TF_HTTP_USERNAME: user, TF_HTTP_PASSWORD: password } = process.env;
  const authorization = 'Basic ' + Buffer.from(user + ':' + password).toString('base64');
  const call = async (method, body, query = '') => {
    const { status } = await fetch(url + query, { method, body, headers: { authorization } }).catch(() => ({}));
    return status === 200;
  };
  const objects = Number(process.argv[2]);
  const instances = Array.from({ length: objects }, () => 'x'.repeat(400_000));
  const stateOf = (serial) => JSON.stringify({
    lineage: 'one', serial, resources: [{ mode: 'managed', instances: instances.slice(0, serial) }],
  });
  let interrupted = false;
  process.on('SIGINT', () => { interrupted = true; });
  (async () => {
    await call('LOCK', '{"ID":"7"}');
    let serial = 0;
    while (serial < objects && !interrupted) {
      serial += 1;
      if (await call('POST', stateOf(serial), '?ID=7')) continue;
      writeFileSync('errored.tfstate', stateOf(serial));
      break;
    }
    await call('UNLOCK', '{"ID":"7"}');
    process.exit(serial < objects ? 1 : 0);
  })();
`;

function workplace(capacity: number) {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-disk-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const disk: Disk = { capacity };
  const blobs = smallDisk(path.join(root, 'blobs'), disk);
  const runsRoot = path.join(root, 'runs');
  const settings = {
    blobs,
    runsRoot,
    graceMs: GRACE_MS,
    maxLogBytes: MIB,
    runners: createRunners(path.resolve('dist/engine-runner.mjs')),
  };
  const engine = path.join(root, 'engine.cjs');
  writeFileSync(engine, `#!${process.execPath}\n${ENGINE}`, { mode: 0o755 });
  const directory = runDirectory(runsRoot, first.operationId);
  mkdirSync(directory.module, { recursive: true });
  return {
    disk,
    blobs,
    settings,
    directory,
    runsRoot,
    store: createDeploymentStore(settings),
    state: createStateStore(blobs, keys, Date.now),
    objects: async () => managedObjects(await blobs.get(keys.state)),
    unstored: () => readdirSync(runsRoot).filter((name) => name.endsWith('.unstored.tfstate')),
    /** Runs an engine that makes this many objects. */
    run: (objects: number) =>
      runJob(
        {
          engine,
          args: [String(objects)],
          root: directory.root,
          directory: directory.module,
          offline: false,
          env: {},
          timeoutMs: 20_000,
          graceMs: 5_000,
          maxOutputBytes: 1_000,
          maxDiskBytes: 100 * MIB,
          state: { blobs: 'blobs', ...first, changes: true },
        },
        { signal, write() {}, openBlobs: () => blobs },
      ),
  };
}

const FULL = { code: 'storage_full', message: 'There is no space left.' };

describe('when the disk is full', () => {
  test('the reserve of the run makes room for the state, and the engine is stopped', async () => {
    const it = workplace(2.3 * MIB);
    const exit = await it.run(100);
    expect(exit.stateFault).toEqual(FULL);
    const stored = await it.objects();
    expect(stored).toBeGreaterThan(2);
    expect(stored).toBeLessThan(10);
    expect(existsSync(path.join(it.directory.module, 'errored.tfstate'))).toBe(false);
    expect(await it.blobs.get(keys.reserve)).toBeUndefined();
    expect(await it.state.holder()).toBeUndefined();
  });

  test('before a run, the run does not start', async () => {
    const it = workplace(MIB / 2);
    expect(await it.run(1)).toMatchObject({ reason: 'died', stateFault: FULL });
    expect(await it.objects()).toBe(0);
  });

  test('and stays full, the state survives the end of its operation, and the next one stores it', async () => {
    const it = workplace(2.3 * MIB);
    it.disk.isContended = true;
    expect((await it.run(100)).stateFault).toEqual(FULL);
    const before = await it.objects();

    // The operation tries again, and says why it fails.
    await expect(settleState(it.settings, first, signal)).rejects.toMatchObject({ details: FULL });
    await it.store.cleanUp(first, signal);
    expect(existsSync(it.directory.root)).toBe(false);
    expect(it.unstored()).toEqual(['uid.op-1.unstored.tfstate']);
    await expect(settleState(it.settings, second, signal)).rejects.toMatchObject({ details: FULL });

    Object.assign(it.disk, { capacity: 100 * MIB, isContended: false });
    await settleState(it.settings, second, signal);
    expect(await it.objects()).toBeGreaterThan(before ?? 0);
    expect(it.unstored()).toEqual([]);
    expect(await it.state.holder()).toBeUndefined();
  });

  test('a run with enough space leaves nothing behind', async () => {
    const it = workplace(100 * MIB);
    expect(await it.run(3)).toEqual({ reason: 'ended', code: 0, detail: '' });
    expect(await it.objects()).toBe(3);
    expect(await it.blobs.list('')).toEqual([keys.stateNote, keys.state]);
  });
});

describe('a state that is left behind', () => {
  const stateOf = (lineage: string, serial: number) =>
    Buffer.from(JSON.stringify({ lineage, serial, resources: [] }));

  test.each([
    ['an earlier one is removed', stateOf('one', 3), true],
    ['one of another lineage stays for a person', stateOf('other', 9), false],
    ['a damaged one stays for a person', Buffer.from('{"lineage":'), false],
  ])('%s', async (_what, left, isRemoved) => {
    const it = workplace(MIB);
    await it.blobs.put(keys.state, stateOf('one', 5));
    writeFileSync(path.join(it.runsRoot, 'uid.op-0.unstored.tfstate'), left);
    writeFileSync(path.join(it.runsRoot, 'other.op-0.unstored.tfstate'), left);
    await settleState(it.settings, second, signal);
    expect(await it.blobs.get(keys.state)).toEqual(stateOf('one', 5));
    expect(it.unstored()).toHaveLength(isRemoved ? 1 : 2);
  });

  test('is removed with its deployment', async () => {
    const it = workplace(MIB);
    writeFileSync(path.join(it.runsRoot, 'uid.op-0.unstored.tfstate'), 'x');
    await it.store.deleteAll(ref);
    expect(it.unstored()).toEqual([]);
  });
});

describe('an engine on another machine', () => {
  test('is waited for: what it still writes counts', async () => {
    const it = workplace(MIB);
    await it.state.lock({ operationId: first.operationId, place: 'elsewhere:/runs' }, '7');
    const settled = settleState({ ...it.settings, graceMs: 60_000 }, first, signal);
    await it.state.write('7', Buffer.from('{"lineage":"one","serial":1}'));
    await it.state.unlock('7');
    await settled;
    expect(await it.blobs.get(keys.state)).toBeDefined();
  });

  test('is not waited for longer than its grace, and cannot write any more', async () => {
    const it = workplace(MIB);
    await it.state.lock({ operationId: first.operationId, place: 'elsewhere:/runs' }, '7');
    await settleState(it.settings, first, signal);
    expect(await it.state.write('7', Buffer.from('late'))).toBe(false);
  });

  test('of another operation does not matter here', async () => {
    const it = workplace(MIB);
    await it.state.lock({ operationId: 'op-0', place: 'elsewhere:/runs' }, '7');
    await settleState({ ...it.settings, graceMs: 60_000 }, first, signal);
    expect(await it.state.holder()).toBe('op-0');
  });
});
