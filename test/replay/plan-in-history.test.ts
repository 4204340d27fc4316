/** The plan that clients read of an operation on a cluster or network is complete in every recorded history. */
import type { Client } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { OperationPlan } from '../../contract/operations/plan.ts';
import { operationPlanSchema } from '../../contract/operations/plan.ts';
import { planInHistory } from '../../operations/plan/plan-in-history.ts';
import { resourcesInHistory } from '../../operations/rebuild/resources-in-history.ts';
import type { HistoryEvent } from '../../operations/temporal/history.ts';
import { activityEndOf } from '../../operations/timeline/events.ts';
import { historyNames, readHistory } from './history-files.ts';

/** Temporal answers a history in pages. */
const PAGE = 7;

function temporalWith(events: readonly HistoryEvent[]): Client {
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflowService: {
      async getWorkflowExecutionHistory({ nextPageToken }: { nextPageToken?: Uint8Array }) {
        const from = (nextPageToken?.[0] ?? 0) * PAGE;
        const isLast = from + PAGE >= events.length;
        return {
          history: { events: events.slice(from, from + PAGE) },
          nextPageToken: Uint8Array.from(isLast ? [] : [from / PAGE + 1]),
        };
      },
    },
  };
  return client as unknown as Client;
}

function planOf(
  name: string,
  events = readHistory(name).events ?? [],
): Promise<OperationPlan | undefined> {
  return planInHistory(temporalWith(events), { workflowId: 'o', runId: 'r' });
}

/** True if the worker has planned before the operation ended. */
function isPlanned(events: readonly HistoryEvent[]): boolean {
  const types = new Map(
    events.map((event) => [
      String(event.eventId),
      event.activityTaskScheduledEventAttributes?.activityType?.name ?? '',
    ]),
  );
  return events.some((event) => {
    const ended = activityEndOf(event);
    const type = types.get(ended?.scheduledEventId ?? '') ?? '';
    return type.startsWith('plan') && ended?.end.as === 'completed';
  });
}

const names = historyNames().filter((name) =>
  /^(create|update|delete)(Cluster|Network)-/.test(name),
);

describe('the plan of', () => {
  test.each(names)('%s', async (name) => {
    const events = readHistory(name).events ?? [];
    const plan = await planOf(name, events);
    expect(plan !== undefined).toBe(isPlanned(events));
    if (plan === undefined) return;
    expect(operationPlanSchema.parse(plan)).toEqual(plan);
    const shown = new Set(resourcesInHistory(events).map(({ type, name: it }) => `${type}/${it}`));
    for (const { address } of plan.resources) expect(shown).toContain(address);
    const isUpdate = name.startsWith('updateCluster');
    expect(plan.spec !== undefined).toBe(isUpdate);
  });
});

test('an update that replaces and removes shows each change, of the spec and of the nodes', async () => {
  const plan = await planOf('updateCluster-replaced-and-removed');
  expect(plan?.spec?.length).toBeGreaterThan(0);
  const replaced = plan?.resources.find(({ operation }) => operation === 'replace');
  expect(replaced?.attributes).toContainEqual({
    path: 'id',
    before: { json: expect.any(String) },
    after: { hidden: 'unknown' },
  });
  const changed = replaced?.attributes.filter(({ path }) => path !== 'id') ?? [];
  expect(changed.length).toBeGreaterThan(0);
  const removed = plan?.resources.filter(({ operation }) => operation === 'delete') ?? [];
  expect(removed.map(({ reason }) => reason)).toEqual(removed.map(() => 'not_wanted'));
  expect(removed.length).toBeGreaterThan(0);
});

test('an update without a change has an empty plan', async () => {
  expect(await planOf('updateCluster-without-a-change')).toEqual({
    spec: [],
    resources: [],
    outputs: [],
  });
});
