/**
 * Cancels updates and retries at every stage and at random moments. The cluster is as it was before, or
 * the cancel came too late. No lock remains.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { campaign, sampleOf, sideBySide } from '../../support/campaign/campaign.ts';
import { EVERYTHING, SMALL } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import {
  expectChanged,
  expectState,
  stateOf,
  type ClusterState,
} from '../../support/stack/cluster-state.ts';
import { AFTER_THE_CHANGE, CREATE_STAGES, UPDATE_STAGES } from '../../support/faults/hold.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { atRandomMoments, type StagesScene, moments } from './scene.ts';

let stack: Stack;
let hold: StagesScene['hold'];

const { from, patch } = EVERYTHING;
const FAULT = { type: 'node_group', name: 'green', when: 'ready', kind: 'error', times: 1 };
const FAILING = { ...patch, onFailure: 'retain', simulation: { faults: [FAULT] } };

async function createCluster(name: string): Promise<ClusterState> {
  await stack.succeeded((await stack.submit('/clusters', { name, ...from })).id);
  return stateOf(stack, name);
}

const update = (name: string, wanted: object = patch) => stack.patch(`/clusters/${name}`, wanted);
const retryOf = (id: string) => stack.submit(`/operations/${id}/retry`);

async function deleteCluster(name: string): Promise<void> {
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id);
  await stack.expectCleanCloud(ofCluster(name));
}

/** Sends the cancel. Resolves to how the operation ended, which must be one of the allowed ways. */
async function cancelAndFollow(id: string): Promise<Operation> {
  const answer = await stack.api.post(`/operations/${id}/cancel`);
  expect([202, 409]).toContain(answer.status);
  hold.release();
  const operation = await stack.finished(id);
  const { status, error } = operation;
  expect({ status, code: error?.code }).toEqual(
    status === 'canceled'
      ? { status: 'canceled', code: 'operation_canceled' }
      : { status: 'succeeded', code: undefined },
  );
  return operation;
}

/** After a cancel in time the cluster is as before, and the change can still be made. */
async function expectUpdateEnded(
  name: string,
  before: ClusterState,
  { id, status }: Operation,
): Promise<void> {
  await stack.expectCloudEqualsLedger('cluster', name);
  if (status === 'canceled') {
    await expectState(stack, name, before);
    await stack.succeeded((await retryOf(id)).id);
  }
  await expectDone(name, before);
}

async function expectDone(name: string, before: ClusterState): Promise<void> {
  await stack.expectCloudEqualsLedger('cluster', name);
  await expectChanged(stack, name, before, EVERYTHING);
  await deleteCluster(name);
}

const stages = Object.entries(UPDATE_STAGES);

async function expectRecord(name: string, record: ClusterState['record']): Promise<void> {
  expect((await stateOf(stack, name)).record).toEqual(record);
}

async function cancelAt(id: string, version: number): Promise<Operation> {
  await stack.follow(id, { until: (seen) => seen.version >= version });
  return cancelAndFollow(id);
}

/** A failed create that retained its resources. */
async function createRetained(name: string): Promise<{ id: string; before: ClusterState }> {
  const simulation = { faults: [{ ...FAULT, name: 'blue' }] };
  const spec = { name, ...SMALL, onFailure: 'retain', simulation };
  const { id, status } = await stack.finished((await stack.submit('/clusters', spec)).id);
  expect(status).toBe('failed');
  return { id, before: await stateOf(stack, name) };
}

/** A retry that has not begun leaves the resources. One that has begun deletes them. */
async function expectRetryEnded(
  name: string,
  before: ClusterState,
  { id, status, progress }: Operation,
): Promise<void> {
  await stack.expectCloudEqualsLedger('cluster', name);
  const isLeft = (await stack.api.get(`/clusters/${name}`)).status === 200;
  expect({ id, isLeft: isLeft || status === 'canceled' }).toEqual({ id, isLeft: true });
  const hasBegun = progress.resources.some(({ status: its }) => its === 'succeeded');
  expect({ id, isLeft: isLeft || hasBegun }).toEqual({ id, isLeft: true });
  if (isLeft && status === 'canceled') await expectState(stack, name, before);
  if (isLeft) await deleteCluster(name);
  await stack.expectCleanCloud(ofCluster(name));
}

export function updateCancels(scene: StagesScene): void {
  beforeAll(() => {
    ({ stack, hold } = scene);
  });

  test.each(sampleOf('canceled updates', stages, 1))(
    'an update that is canceled while %s is undone completely, or done',
    async (stage, activity) => {
      const name = `update-${stage}`;
      const before = await createCluster(name);
      hold.before(activity);
      const { id } = await update(name);
      await hold.reached(activity);
      const operation = await cancelAndFollow(id);
      expect(operation.status).toBe(AFTER_THE_CHANGE.has(stage) ? 'succeeded' : 'canceled');
      await expectUpdateEnded(name, before, operation);
    },
  );

  test('an update that is canceled during its rollback keeps its original error', async () => {
    const name = 'undone';
    const before = await createCluster(name);
    hold.before('removeNode');
    const { id } = await update(name, { ...patch, simulation: { faults: [FAULT] } });
    await hold.reached('removeNode');
    expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
    hold.release();
    expect(await stack.finished(id)).toMatchObject({
      status: 'failed',
      error: { code: 'create_failed' },
    });
    await expectState(stack, name, before);
    await deleteCluster(name);
  });

  test.each(sampleOf('canceled retries', stages, 1))(
    'a retry of an update that is canceled while %s leaves the cluster as the update left it',
    async (stage, activity) => {
      const name = `retry-${stage}`;
      const before = await createCluster(name);
      const failed = await stack.finished((await update(name, FAILING)).id);
      expect(failed.error?.code).toBe('create_failed');
      const { record } = await stateOf(stack, name);
      hold.before(activity);
      const { id } = await retryOf(failed.id);
      await hold.reached(activity);
      const operation = await cancelAndFollow(id);
      expect(operation.status).toBe(AFTER_THE_CHANGE.has(stage) ? 'succeeded' : 'canceled');
      await stack.expectCloudEqualsLedger('cluster', name);
      if (operation.status === 'canceled') {
        await expectRecord(name, record);
        await stack.succeeded((await retryOf(id)).id);
      }
      await expectDone(name, before);
    },
  );

  test.each(atRandomMoments('cancel update'))(
    'an update that is canceled at a random moment is undone, or done',
    async (title) => {
      await sideBySide(moments(title, 30), 4, async ({ name, version }) => {
        const before = await createCluster(name);
        const operation = await cancelAt((await update(name)).id, version);
        await expectUpdateEnded(name, before, operation);
      });
    },
    campaign.timeoutMs,
  );

  test.each(sampleOf('canceled retries of creates', Object.entries(CREATE_STAGES), 1))(
    'a retry of a create that is canceled while %s loses nothing',
    async (stage, activity) => {
      const name = `retried-create-${stage}`;
      const { id, before } = await createRetained(name);
      hold.before(activity);
      const { id: retry } = await retryOf(id);
      await hold.reached(activity);
      const operation = await cancelAndFollow(retry);
      expect(operation.status).toBe(stage === 'finalizing' ? 'succeeded' : 'canceled');
      await expectRetryEnded(name, before, operation);
    },
  );

  test.each(atRandomMoments('cancel retried create'))(
    'a retry of a create that is canceled at a random moment loses nothing',
    async (title) => {
      await sideBySide(moments(title, 12), 4, async ({ name, version }) => {
        const { id, before } = await createRetained(name);
        const operation = await cancelAt((await retryOf(id)).id, version);
        await expectRetryEnded(name, before, operation);
      });
    },
    campaign.timeoutMs,
  );
}
