/** The files of creations whose operation never started are removed, and no others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { expect, onTestFinished, test } from 'vitest';
import { entityWorkflowId, timeSortedId } from '../../contract/ids.ts';
import { RESOURCE_WORKFLOW } from '../../contract/temporal/names.ts';
import { directoryBlobStore } from '../../deployments/storage/blob-store.ts';
import {
  deploymentKeys,
  previewSources,
  reservationNotes,
} from '../../deployments/storage/keys.ts';
import { storeNewFiles } from '../../operations/kinds/source/files.ts';

const HOUR_MS = 60 * 60_000;
const organizationId = 'acme';
const files = { 'main.tf': '# module' };

/** A blob store, and Temporal with these entities: the uid and the status by name. */
function create(entities: Record<string, { uid: string; status?: string }>) {
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-blobs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const blobs = directoryBlobStore(path.join(root, 'blobs'));
  const asked: string[] = [];
  const client = {
    withDeadline: (_deadline: number, call: () => unknown) => call(),
    workflow: {
      // No operation of these names is left.
      async *list() {},
      getHandle: (id: string) => ({
        async describe() {
          const name = id.slice(entityWorkflowId(organizationId, 'deployment', '').length);
          asked.push(name);
          const entity = entities[name];
          if (entity === undefined) throw new WorkflowNotFoundError('not found', id, undefined);
          const record = { uid: entity.uid };
          return {
            type: RESOURCE_WORKFLOW,
            status: { name: entity.status ?? 'RUNNING' },
            memo: { resourceType: 'deployment', record },
          };
        },
      }),
    },
  } as unknown as Client;

  async function request(name: string, uid: string, validateOnly = false): Promise<void> {
    const principal = { organizationId, memberId: 'me' };
    const operationId = timeSortedId(0, Buffer.alloc(16));
    const deployment = { organizationId, uid, name };
    await storeNewFiles(
      { client, blobs },
      deployment,
      { files },
      {
        principal,
        operationId,
        validateOnly,
      },
    );
  }
  /** The source of a deployment, the note of its name, and whatever else there is. */
  const stored = (uid: string) => blobs.list(deploymentKeys(organizationId, uid).all);
  return { blobs, asked, request, stored };
}

function uidAt(time: number, random = 0): string {
  return timeSortedId(time, Buffer.alloc(16, random));
}

test.each<[string, { uid: string; status?: string } | undefined, boolean]>([
  ['was never there, or is out of retention', undefined, true],
  ['is over', { uid: uidAt(0), status: 'COMPLETED' }, true],
  ['is of a later deployment of this name', { uid: uidAt(1) }, true],
  ['waits for its operation, or has been used', { uid: uidAt(0) }, false],
  ['was terminated, and can be recovered', { uid: uidAt(0), status: 'TERMINATED' }, false],
])('the source of a reservation whose entity %s', async (_what, entity, isRemoved) => {
  const it = create(entity === undefined ? {} : { lost: entity });
  await it.request('lost', uidAt(0));
  expect(await it.stored(uidAt(0))).toHaveLength(2);
  await it.request('next', uidAt(2 * HOUR_MS));
  expect(await it.stored(uidAt(0))).toHaveLength(isRemoved ? 0 : 2);
  // The old note of a reservation is gone in any case.
  expect(await it.stored(uidAt(2 * HOUR_MS))).toHaveLength(2);
  expect(await it.blobs.list(reservationNotes(organizationId))).toHaveLength(1);
});

test('nothing is removed within an hour, and Temporal is not asked', async () => {
  const it = create({});
  await it.request('young', uidAt(0));
  await it.request('next', uidAt(HOUR_MS));
  expect(await it.stored(uidAt(0))).toHaveLength(2);
  expect(it.asked).toEqual([]);
});

test('a deployment of which anything but a source is stored is left alone', async () => {
  const it = create({});
  await it.request('begun', uidAt(0));
  const { state } = deploymentKeys(organizationId, uidAt(0));
  await it.blobs.put(state, Buffer.from('{}'));
  await it.request('next', uidAt(2 * HOUR_MS));
  expect(await it.stored(uidAt(0))).toHaveLength(3);
});

test('one request looks after 20 of them at most, and a preview after none', async () => {
  const it = create({});
  for (let i = 0; i < 25; i += 1) await it.request(`lost-${i}`, uidAt(0, i));
  await it.request('preview', uidAt(2 * HOUR_MS), true);
  expect(it.asked).toEqual([]);
  expect(await it.blobs.list(previewSources(organizationId))).toHaveLength(1);
  await it.request('next', uidAt(2 * HOUR_MS));
  expect(it.asked).toHaveLength(20);
  await it.request('next', uidAt(2 * HOUR_MS, 1));
  expect(it.asked).toHaveLength(25);
});
