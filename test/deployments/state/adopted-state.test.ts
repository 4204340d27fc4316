/** A state that an operation brings: staged until it is adopted, repeatable, and never over another one. */
import { describe, expect, test } from 'vitest';
import type { StateSource } from '../../../contract/temporal/engine.ts';
import { adoptionOf, adoptState, stageState } from '../../../deployments/state/adopted-state.ts';
import { summarizeState } from '../../../deployments/state/state-file.ts';
import { storeStateFile } from '../../../deployments/state/state-uploads.ts';
import { listVersions } from '../../../deployments/state/state-versions.ts';
import type { BlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { createStateStore } from '../../../deployments/storage/state-store.ts';
import { memoryBlobs } from '../../support/deployments/memory-blobs.ts';
import { stateFile } from '../../support/deployments/state-file.ts';

const keys = deploymentKeys('local', 'uid');
let time = 0;

const withObjects = (serial: number, names: readonly string[], lineage = 'one') =>
  stateFile({
    serial,
    lineage,
    resources: Object.fromEntries(
      names.map((name) => [`random_id.${name}`, [{ attributes: { id: name } }]]),
    ),
  });

async function written(blobs: BlobStore, ...states: Buffer[]) {
  for (const state of states) {
    const store = createStateStore(blobs, keys, () => ++time);
    const operationId = `run ${++time}`;
    await store.lock({ operationId }, operationId);
    await store.write(operationId, state);
    await store.unlock(operationId);
  }
}

const job = (state: StateSource, operationId = 'op') => ({
  organizationId: 'local',
  uid: 'uid',
  operationId,
  memberId: 'ann',
  state,
});
const adopt = (blobs: BlobStore, work: ReturnType<typeof job>) => adoptState(blobs, work, 'here');
const current = async (blobs: BlobStore) => (await blobs.get(keys.state))?.toString();
const numbers = async (blobs: BlobStore) =>
  (await listVersions(blobs, keys)).map(({ number, writer }) => [number, writer?.origin]);

describe('an earlier version', () => {
  test('is read by its operation alone, until it becomes the current state with a new serial', async () => {
    const blobs = memoryBlobs();
    const [first, second] = [withObjects(1, ['a']), withObjects(4, ['a', 'b'])];
    await written(blobs, first, second);
    const work = job({ version: 1, onVersion: 2 });
    await stageState(blobs, work);
    await stageState(blobs, work);
    expect(await current(blobs)).toBe(second.toString());
    const staged = createStateStore(blobs, keys, Date.now, keys.stagedState('op'));
    const content = (await staged.read()) ?? Buffer.from('');
    expect(summarizeState(content)).toMatchObject({ serial: 5, lineage: 'one', resources: 1 });
    expect(await adoptionOf(blobs, work)).toEqual({ orphaned: ['random_id.b'], isUnknown: false });

    await adopt(blobs, work);
    await adopt(blobs, work);
    expect(await current(blobs)).toBe(content.toString());
    expect(await numbers(blobs)).toEqual([
      [3, 'version 1'],
      [2, undefined],
      [1, undefined],
    ]);
    // Later attempts, and a retry of the operation, go on with what is there.
    await written(blobs, withObjects(6, ['a', 'c']));
    for (const again of [work, job(work.state, 'retry')]) {
      await stageState(blobs, again);
      expect(await adoptionOf(blobs, again)).toBeUndefined();
    }
  });

  test('is not put over a state that another operation has written meanwhile', async () => {
    const blobs = memoryBlobs();
    await written(blobs, withObjects(1, ['a']), withObjects(2, []), withObjects(3, ['c']));
    await expect(stageState(blobs, job({ version: 1, onVersion: 2 }))).rejects.toMatchObject({
      details: { code: 'state_changed' },
    });
    const gone = job({ version: 7, onVersion: 3 });
    await expect(stageState(blobs, gone)).rejects.toMatchObject({
      details: { code: 'state_not_found' },
    });
  });

  test.each(['note', 'state', 'removal'])(
    'is adopted once although the worker dies before its %s',
    async (step) => {
      const blobs = memoryBlobs();
      await written(blobs, withObjects(1, ['a']), withObjects(2, ['b']));
      const work = job({ version: 1, onVersion: 2 });
      await stageState(blobs, work);
      let isDead = false;
      const fatal = { note: keys.stateNote, state: keys.state, removal: keys.stagedState('op') };
      const dieAt = (key: string) => {
        isDead ||= key === fatal[step as keyof typeof fatal];
        if (isDead) throw new Error('killed');
      };
      const dying: BlobStore = {
        ...blobs,
        async put(key, content) {
          dieAt(key);
          await blobs.put(key, content);
        },
        async remove(key) {
          dieAt(key);
          await blobs.remove(key);
        },
      };
      await expect(adopt(dying, work)).rejects.toThrow('killed');
      expect(await blobs.get(keys.stagedState('op'))).toBeDefined();
      await adopt(blobs, work);
      expect(await numbers(blobs)).toEqual([
        [3, 'version 1'],
        [2, undefined],
        [1, undefined],
      ]);
      expect(await blobs.get(keys.stagedState('op'))).toBeUndefined();
    },
  );
});

describe('a state file', () => {
  test('is adopted byte by byte if it is newer, and with another serial if it is not', async () => {
    const blobs = memoryBlobs();
    const newer = withObjects(9, ['a'], 'foreign');
    const { sha256: file } = await storeStateFile(blobs, 'local', newer, 0);
    const first = job({ file, onVersion: 0 });
    await stageState(blobs, first);
    await adopt(blobs, first);
    expect(await current(blobs)).toBe(newer.toString());

    const again = job({ file, onVersion: 1 }, 'forced');
    await stageState(blobs, again);
    await adopt(blobs, again);
    expect(summarizeState((await blobs.get(keys.state)) ?? newer)).toMatchObject({
      serial: 10,
      lineage: 'foreign',
    });
  });

  test('is removed 30 days after its last use', async () => {
    const blobs = memoryBlobs();
    const day = 24 * 60 * 60_000;
    await storeStateFile(blobs, 'local', withObjects(1, []), 0);
    await storeStateFile(blobs, 'local', withObjects(2, []), 29 * day);
    expect(await blobs.list('local/state-files/')).toHaveLength(4);
    await storeStateFile(blobs, 'local', withObjects(3, []), 31 * day);
    expect(await blobs.list('local/state-files/')).toHaveLength(4);
  });
});

test('states that are encrypted cannot be compared', async () => {
  const blobs = memoryBlobs();
  const encrypted = Buffer.from('{"serial":3,"lineage":"one","encrypted_data":"x","meta":{}}');
  await written(blobs, encrypted, withObjects(4, ['a']));
  const work = job({ version: 1, onVersion: 2 });
  await stageState(blobs, work);
  expect(await adoptionOf(blobs, work)).toEqual({ orphaned: [], isUnknown: true });
  await adopt(blobs, work);
  expect(await current(blobs)).toBe(encrypted.toString());
});
