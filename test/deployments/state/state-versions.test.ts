/** The versions of a deployment's state: what is kept of each run, and who wrote it. */
import { describe, expect, test } from 'vitest';
import { listVersions, loadVersion } from '../../../deployments/state/state-versions.ts';
import type { BlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { createStateStore } from '../../../deployments/storage/state-store.ts';
import { memoryBlobs } from '../../support/deployments/memory-blobs.ts';
import { stateFile } from '../../support/deployments/state-file.ts';

const keys = deploymentKeys('local', 'uid');
let time = 0;
const now = () => ++time;

/** Runs an engine that writes these states. */
async function run(blobs: BlobStore, operationId: string, serials: readonly number[]) {
  const store = createStateStore(blobs, keys, now);
  const lockId = `lock of ${operationId}`;
  await store.lock({ operationId, memberId: 'ann' }, lockId);
  for (const serial of serials) await store.write(lockId, stateFile({ serial }));
  await store.unlock(lockId);
}

const shown = async (blobs: BlobStore) =>
  (await listVersions(blobs, keys)).map(({ number, isCurrent, summary, writer }) => [
    number,
    isCurrent,
    summary.serial,
    writer?.operationId,
  ]);

describe('the versions of a state', () => {
  test('say which operation wrote them, one for each run', async () => {
    const blobs = memoryBlobs();
    expect(await listVersions(blobs, keys)).toEqual([]);
    await run(blobs, 'A', [1, 2]);
    await run(blobs, 'B', [3, 4, 5]);
    await run(blobs, 'C', [6]);
    expect(await shown(blobs)).toEqual([
      [3, true, 6, 'C'],
      [2, false, 5, 'B'],
      [1, false, 2, 'A'],
    ]);
    const [, second] = await listVersions(blobs, keys);
    expect(second).toMatchObject({
      summary: { lineage: 'one', resources: 0, engineVersion: '1.12.6' },
      writer: { memberId: 'ann', writtenAt: expect.any(Number) },
      replacedAt: expect.any(Number),
    });
    const loaded = await loadVersion(blobs, keys, 2);
    expect(loaded?.content).toEqual(stateFile({ serial: 5 }));
    expect(await loadVersion(blobs, keys, 4)).toBeUndefined();
  });

  test('keep their numbers when the oldest ones are removed', async () => {
    const blobs = memoryBlobs();
    for (let i = 1; i <= 30; i++) await run(blobs, `run ${i}`, [i]);
    const versions = await listVersions(blobs, keys);
    expect(versions).toHaveLength(21);
    expect(versions.at(-1)).toMatchObject({ number: 10, writer: { operationId: 'run 10' } });
    expect(await blobs.list(keys.versionNotes)).toHaveLength(20);
  });

  test('of earlier releases of Slipway have numbers, and no writer', async () => {
    const blobs = memoryBlobs();
    await blobs.put(`${keys.versions}000000000000001.json`, stateFile({ serial: 1 }));
    await blobs.put(`${keys.versions}000000000000002.json`, stateFile({ serial: 2 }));
    await blobs.put(keys.state, stateFile({ serial: 3 }));
    const before = [
      [3, true, 3, undefined],
      [2, false, 2, undefined],
      [1, false, 1, undefined],
    ];
    expect(await shown(blobs)).toEqual(before);
    time = 10;
    await run(blobs, 'A', [4]);
    expect(await shown(blobs)).toEqual([
      [4, true, 4, 'A'],
      ...before.map(([number, , ...rest]) => [number, false, ...rest]),
    ]);
  });

  test('do not change when a run dies before its first write', async () => {
    const blobs = memoryBlobs();
    await run(blobs, 'A', [1]);
    await run(blobs, 'B', [2]);
    const before = await shown(blobs);
    // The run dies after its notes, and before its state.
    const dying: BlobStore = {
      ...blobs,
      put: (key, content) =>
        key === keys.state ? Promise.reject(new Error('killed')) : blobs.put(key, content),
    };
    await expect(run(dying, 'C', [3])).rejects.toThrow('killed');
    expect(await shown(blobs)).toEqual(before);
    await run(blobs, 'D', []);
    await createStateStore(blobs, keys, now).breakLockOf('C');
    await run(blobs, 'D', [3]);
    expect(await shown(blobs)).toEqual([
      [3, true, 3, 'D'],
      [2, false, 2, 'B'],
      [1, false, 1, 'A'],
    ]);
  });
});
