/** Checks that in-flight activities end before the undo of a failed or canceled operation begins. */
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectState, stateOf } from '../../support/stack/cluster-state.ts';
import { EVERYTHING, createNetwork } from '../../support/campaign/changes.ts';
import { creates } from '../../support/faults/proxy.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import { startStack, type Stack } from '../../support/stack/stack.ts';
import { BARE, type Scene } from './scene.ts';

/** Shorter than the deadline of a call, and longer than an undo needs to begin. */
const SLOW_MS = 800;
const SLOW = creates('iam_role', 'node');

let stack: Stack;

/** The ids of the history's events at which the activity was scheduled, and at which it closed. */
async function lifeOf(operationId: string, activityId: string) {
  const client = await stack.temporalClient();
  const { events = [] } = await client.workflow.getHandle(operationId).fetchHistory();
  const scheduled = (events ?? []).find(
    (event) => event.activityTaskScheduledEventAttributes?.activityId === activityId,
  );
  const closed = (events ?? []).find((event) => {
    const end =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskCanceledEventAttributes ??
      event.activityTaskFailedEventAttributes;
    return end && Number(end.scheduledEventId) === Number(scheduled?.eventId);
  });
  return { scheduled: Number(scheduled?.eventId), closed: Number(closed?.eventId) };
}

async function expectUndoneAfterwards(operationId: string, cluster: string): Promise<void> {
  const made = await lifeOf(operationId, 'create/iam_role/node/1');
  const removed = await lifeOf(operationId, 'delete/iam_role/node/1');
  expect(removed.scheduled).toBeGreaterThan(made.closed);
  await stack.expectCleanCloud(ofCluster(cluster));
}

export function undoOrder(scene: Scene): void {
  describe('the order of an undo', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('activities in flight at a failure end before the undo', async () => {
      const slow = stack.proxy.delay(SLOW, SLOW_MS);
      const faults = [{ type: 'vpc', when: 'create', kind: 'quota' }];
      const { id } = await stack.submit('/clusters', {
        name: 'undone',
        ...BARE,
        simulation: { faults },
      });
      expect((await stack.finished(id)).error?.errorType).toBe('quota');
      expect(slow.hits).toBe(1);
      await expectUndoneAfterwards(id, 'undone');
    });

    test('a cancel', async () => {
      const slow = stack.proxy.delay(SLOW, SLOW_MS);
      const { id } = await stack.submit('/clusters', { name: 'regretted', ...BARE });
      await stack.follow(id, { until: () => slow.hits === 1 });
      expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
      expect((await stack.finished(id)).status).toBe('canceled');
      await expectUndoneAfterwards(id, 'regretted');
    });

    test('a canceled update whose steps in flight succeed deletes none of the earlier nodes', async () => {
      const uncancellable = await startStack({
        temporal: stack,
        workerMain: path.resolve(
          import.meta.dirname,
          '../../support/workers/uncancellable-worker.mjs',
        ),
      });
      await createNetwork(uncancellable);
      const cluster = { name: 'whole', ...EVERYTHING.from };
      await uncancellable.succeeded((await uncancellable.submit('/clusters', cluster)).id);
      const before = await stateOf(uncancellable, 'whole');
      const { id } = await uncancellable.patch('/clusters/whole', EVERYTHING.patch);
      await uncancellable.follow(id, { until: ({ progress }) => progress.summary.running > 0 });
      expect((await uncancellable.api.post(`/operations/${id}/cancel`)).status).toBe(202);
      expect((await uncancellable.finished(id)).status).toBe('canceled');
      await expectState(uncancellable, 'whole', before);
    });
  });
}
