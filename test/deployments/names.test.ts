import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { expect, onTestFinished, test } from 'vitest';
import { RESOURCE_WORKFLOW } from '../../contract/temporal/names.ts';
import { directoryBlobStore, type BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { noteName, storedUnderName } from '../../deployments/storage/names.ts';
import { refuseLostState } from '../../operations/kinds/source/files.ts';

const CONTENT = Buffer.from('{}');
const keysOf = (uid: string) => deploymentKeys('local', uid);

async function noted(...uids: string[]): Promise<BlobStore> {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-blobs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const blobs = directoryBlobStore(root);
  for (const uid of uids) await noteName(blobs, { organizationId: 'local', uid }, 'demo');
  return blobs;
}

test.each([keysOf('old').state, keysOf('old').backend])(
  'an earlier deployment of the name is found by %s',
  async (key) => {
    const blobs = await noted('stateless', 'old');
    await blobs.put(key, CONTENT);
    expect(await storedUnderName(blobs, 'local', 'demo')).toBe('old');
    for (const name of ['dem', 'emo', 'other']) {
      expect(await storedUnderName(blobs, 'local', name)).toBeUndefined();
    }
    expect(await storedUnderName(blobs, 'other', 'demo')).toBeUndefined();
  },
);

test('a deployment without a state is not found', async () => {
  const blobs = await noted('starting');
  await blobs.put(keysOf('starting').source('digest'), CONTENT);
  expect(await storedUnderName(blobs, 'local', 'demo')).toBeUndefined();
});

/** Temporal without operations, and with the entity of deployment `old` or without. */
function temporal(hasEntity: boolean): Client {
  const entity = {
    type: RESOURCE_WORKFLOW,
    status: { name: 'RUNNING' },
    memo: { resourceType: 'deployment', record: { uid: 'old' } },
  };
  return {
    withDeadline: (_deadline: number, call: () => unknown) => call(),
    workflow: {
      async *list() {},
      getHandle: (id: string) => ({
        async describe() {
          if (!hasEntity) throw new WorkflowNotFoundError('not found', id, undefined);
          return entity;
        },
      }),
    },
  } as unknown as Client;
}

test('the name of a state of which Temporal knows nothing is refused, with the place of the state', async () => {
  const blobs = await noted('old');
  const create = (hasEntity: boolean) =>
    refuseLostState({ client: temporal(hasEntity), blobs }, 'local', 'demo');
  await create(false);
  await blobs.put(keysOf('old').state, CONTENT);
  await expect(create(false)).rejects.toMatchObject({
    code: 'record_lost',
    message: expect.stringContaining('local/deployments/old/'),
  });
  // The reservation of the name tells what is wrong with it.
  await create(true);
});
