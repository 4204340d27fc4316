import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { directoryBlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { createStateStore } from '../../deployments/storage/state-store.ts';
import { startStateServer } from '../../deployments/runner/state/state-server.ts';
import { loadSource, storeSource } from '../../deployments/storage/source.ts';

const keys = deploymentKeys('local', 'uid');

function blobStore() {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-blobs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return { root, blobs: directoryBlobStore(root) };
}

function stateStore() {
  let time = 0;
  const { blobs } = blobStore();
  return { blobs, store: createStateStore(blobs, keys, () => ++time) };
}

const bytes = (text: string) => Buffer.from(text);

describe('the blob store', () => {
  test('keeps a blob, readable by its owner only', async () => {
    const { root, blobs } = blobStore();
    await blobs.put('a/b/c.json', bytes('one'));
    expect((await blobs.get('a/b/c.json'))?.toString()).toBe('one');
    expect(statSync(path.join(root, 'a/b/c.json')).mode & 0o777).toBe(0o600);
    expect(await blobs.get('a/b/other')).toBeUndefined();
    await blobs.put('a/d', bytes('two'));
    expect(await blobs.list('a/')).toEqual(['a/b/c.json', 'a/d']);
    await blobs.remove('a/d');
    await blobs.remove('a/d');
    expect(await blobs.list('a/')).toEqual(['a/b/c.json']);
  });

  test('lets one of several concurrent writers create a key', async () => {
    const { blobs } = blobStore();
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, i) => blobs.putNew('lock', bytes(String(i)))),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
  });

  test.each(['../a', 'a/../b', '/a', 'a//b', '', '.a', 'a/'])('refuses the key %j', async (key) => {
    const { blobs } = blobStore();
    await expect(blobs.put(key, bytes('x'))).rejects.toThrow('not a valid blob key');
  });

  test('refuses a source that does not match its digest', async () => {
    const { blobs } = blobStore();
    const digest = await storeSource(blobs, keys, { 'main.tf': 'a', 'b.tf': 'b' });
    expect(await storeSource(blobs, keys, { 'b.tf': 'b', 'main.tf': 'a' })).toBe(digest);
    expect(await loadSource(blobs, keys, digest)).toEqual({ 'main.tf': 'a', 'b.tf': 'b' });
    await blobs.put(keys.source(digest), bytes('{"main.tf":"c"}'));
    await expect(loadSource(blobs, keys, digest)).rejects.toThrow('does not match its digest');
  });
});

describe('the lock of a state', () => {
  test('belongs to one operation', async () => {
    const { store } = stateStore();
    expect(await store.lock({ operationId: 'A' }, '1')).toEqual({ locked: true });
    expect(await store.lock({ operationId: 'B' }, '2')).toEqual({ locked: false, holder: 'A' });
    expect(await store.write('2', bytes('{}'))).toBe(false);
    expect(await store.unlock('2')).toBe(false);
    expect(await store.unlock('1')).toBe(true);
    expect(await store.lock({ operationId: 'B' }, '2')).toEqual({ locked: true });
  });

  test('can be replaced by the same operation and by its retry, which shuts the dead run out', async () => {
    const { store } = stateStore();
    await store.lock({ operationId: 'A' }, '1');
    expect(await store.lock({ operationId: 'A' }, '2')).toEqual({ locked: true });
    expect(await store.write('1', bytes('late'))).toBe(false);
    expect(await store.unlock('1')).toBe(false);
    expect(await store.lock({ operationId: 'B', retryOf: 'A' }, '3')).toEqual({ locked: true });
    expect(await store.holder()).toBe('B');
    await store.breakLockOf('A');
    expect(await store.holder()).toBe('B');
    await store.breakLockOf('B');
    expect(await store.holder()).toBeUndefined();
  });

  test('guards the state and its versions', async () => {
    const { store, blobs } = stateStore();
    for (let i = 0; i < 30; i++) {
      await store.lock({ operationId: 'A' }, String(i));
      await store.write(String(i), bytes(`half of ${i}`));
      await store.write(String(i), bytes(String(i)));
    }
    expect((await store.read())?.toString()).toBe('29');
    const versions = await blobs.list(keys.versions);
    expect(versions).toHaveLength(20);
    expect((await blobs.get(versions.at(-1) ?? ''))?.toString()).toBe('28');
  });
});

async function server() {
  const { store } = stateStore();
  const state = await startStateServer(
    { store, owner: { operationId: 'A' }, token: 'secret' },
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(() => state.close());
  const ask = (method: string, body?: string, user = 'slipway:secret', query = '') =>
    fetch(`${state.env()['TF_HTTP_ADDRESS']}${query}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(user).toString('base64')}` },
      ...(body !== undefined && { body }),
    });
  return { store, ask };
}

describe('the HTTP backend', () => {
  test('locks, writes, reads and unlocks', async () => {
    const { store, ask } = await server();
    expect((await ask('GET')).status).toBe(404);
    expect((await ask('LOCK', '{"ID":"1"}')).status).toBe(200);
    expect((await ask('POST', 'state', undefined, '?ID=1')).status).toBe(200);
    expect((await ask('POST', 'other', undefined, '?ID=2')).status).toBe(409);
    expect(await (await ask('GET')).text()).toBe('state');
    expect((await ask('UNLOCK', '{"ID":"1"}')).status).toBe(200);
    await store.lock({ operationId: 'B' }, '9');
    const refused = await ask('LOCK', '{"ID":"2"}');
    expect(refused.status).toBe(423);
    expect(await refused.json()).toMatchObject({ ID: 'B' });
  });

  test('rejects requests without the token', async () => {
    const { ask } = await server();
    expect((await ask('GET', undefined, 'slipway:guess')).status).toBe(401);
  });
});
