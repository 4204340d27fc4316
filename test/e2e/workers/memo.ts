/** Tests how closely the memo, which lists show, follows an operation, and its cost in history events. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { eventually } from '../../support/eventually.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { SMALL, type Scene } from './scene.ts';

/** All nodes before the control plane are created within one interval. */
const INTERVAL_MS = 2_000;
/** The memos of a creation's stages, plan and end. */
const STAGES = 8;

let stack: Stack;

async function readFromList(id: string): Promise<Operation | undefined> {
  const { body } = await stack.api.get('/operations');
  return (body as { items: Operation[] }).items.find((operation) => operation.id === id);
}

async function eventsOf(id: string) {
  const client = await stack.temporalClient();
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  return events ?? [];
}

export function memo(scene: Scene): void {
  describe('the memo', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('the last change before a quiet time reaches the lists, too', async () => {
      const faults = [{ type: 'control_plane', when: 'create', kind: 'throttle', times: 1_000 }];
      const { id } = await stack.submit('/clusters', {
        name: 'quiet',
        ...SMALL,
        simulation: { faults },
      });
      const isQuiet = ({ progress }: Operation) =>
        progress.summary.running === 1 &&
        progress.resources.find(({ status }) => status === 'running')?.type === 'control_plane';
      const { operation } = await stack.follow(id, { until: isQuiet });
      const caughtUp = async () => {
        const item = await readFromList(id);
        return item !== undefined && item.version >= operation.version && item;
      };
      const item = await eventually(caughtUp, { timeoutMs: 10 * INTERVAL_MS });
      expect(item.progress.summary).toEqual(operation.progress.summary);
      expect((await stack.api.post(`/operations/${id}/cancel`)).status).toBe(202);
      expect((await stack.finished(id)).status).toBe('canceled');
      await stack.expectCleanCloud(ofCluster('quiet'));
    });

    test('a quick creation costs a memo for each stage, a few more, and at most one timer', async () => {
      const { id } = await stack.submit('/clusters', { name: 'quick', ...SMALL });
      const { startedAt, completedAt } = await stack.succeeded(id);
      const seconds = (Date.parse(completedAt ?? '') - Date.parse(startedAt ?? '')) / 1_000;
      const events = await eventsOf(id);
      const memos = events.filter((event) => event.workflowPropertiesModifiedEventAttributes);
      const timers = events.filter((event) => event.timerStartedEventAttributes);
      expect(memos.length).toBeLessThanOrEqual(STAGES + 1 + (seconds * 1_000) / INTERVAL_MS);
      expect(timers.length).toBeLessThanOrEqual(1 + (seconds * 1_000) / (6 * INTERVAL_MS));
    });
  });
}
