/** What the operations on a resource say about it when the workflow of its entity was deleted. */
import type { Client } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { OperationInput } from '../../../contract/temporal/operation-input.ts';
import { findDeletedEntity } from '../../../operations/entities/deleted-entity.ts';
import { valueOf } from '../../../operations/timeline/events.ts';
import { readHistory } from '../../replay/history-files.ts';
import { sourceOf } from '../../support/api/fake-temporal.ts';

const PRINCIPAL = { organizationId: 'local' };
/** How far an operation came that was ended from outside, or that still runs. */
const BEFORE_THE_RELEASE = 20;
const UID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';

interface Story {
  history: string;
  status?: 'succeeded' | 'failed' | 'canceled';
  /** It was ended from outside, or still runs. */
  ended?: 'TERMINATED' | 'RUNNING';
  /** It was deleted, and lists still show it. */
  isDeleted?: boolean;
}

const inputOf = (history: string) => {
  const started = readHistory(history).events?.[0]?.workflowExecutionStartedEventAttributes;
  return valueOf<OperationInput>(started?.input);
};

/** Temporal with these operations on one resource, oldest first, and without its entity. */
function temporalWith(...stories: Story[]): Client {
  const infos = stories.map(({ history, status = 'succeeded', ended }, index) => {
    const { memo } = sourceOf(history);
    const subject = { ...memo.subject, ...inputOf(history)?.subject, resourceUid: UID };
    const state = { ...memo.state, ...(ended === undefined && { stage: 'done', status }) };
    return {
      workflowId: history,
      runId: history,
      memo: { subject, state },
      status: { name: ended ?? 'COMPLETED' },
      startTime: new Date(1_000 * index),
    };
  });
  const eventsOf = (history: string) => {
    if (stories.some((story) => story.history === history && story.isDeleted === true)) {
      const status = { code: 5, details: 'workflow execution not found', metadata: {} };
      throw Object.assign(new Error('5 NOT_FOUND'), status);
    }
    const events = readHistory(history).events ?? [];
    const first = events[0]?.workflowExecutionStartedEventAttributes;
    const recorded = inputOf(history);
    const input = { ...recorded, subject: { ...recorded?.subject, resourceUid: UID } };
    const data = new TextEncoder().encode(JSON.stringify(input));
    const payload = { ...first?.input?.payloads?.[0], data };
    const started = { ...first, input: { payloads: [payload] } };
    const isCut = stories.some((story) => story.history === history && story.ended !== undefined);
    return [
      { ...events[0], workflowExecutionStartedEventAttributes: started },
      ...events.slice(1, isCut ? BEFORE_THE_RELEASE : undefined),
    ];
  };
  return {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflow: {
      async *list() {
        yield* infos;
      },
    },
    workflowService: {
      getWorkflowExecutionHistory: async (request: { execution: { workflowId: string } }) => ({
        history: { events: eventsOf(request.execution.workflowId) },
      }),
      getWorkflowExecutionHistoryReverse: async (request: {
        execution: { workflowId: string };
      }) => ({ history: { events: eventsOf(request.execution.workflowId).toReversed() } }),
    },
  } as unknown as Client;
}

const CREATED: Story = { history: 'createNetwork-succeeded' };
const find = (...stories: Story[]) =>
  findDeletedEntity(temporalWith(...stories), PRINCIPAL, 'network', 'base');

describe('a resource may still exist', () => {
  test.each<[string, Story[]]>([
    ['after its creation', [CREATED]],
    [
      'while an operation runs',
      [CREATED, { history: 'deleteNetwork-succeeded', ended: 'RUNNING' }],
    ],
    [
      'after an operation was terminated',
      [CREATED, { history: 'deleteNetwork-succeeded', ended: 'TERMINATED' }],
    ],
    [
      'after a deletion that failed',
      [CREATED, { history: 'deleteNetwork-failed', status: 'failed' }],
    ],
  ])('%s', async (_what, stories) => {
    const last = stories.at(-1);
    const found = await find(...stories);
    expect(found?.record).toMatchObject({
      uid: UID,
      status: 'failed',
      statusReason: 'record_lost',
      operationId: last?.history,
      spec: expect.any(Object),
      provider: 'simulated',
    });
    expect(found?.claimedBy).toBe(last?.ended === 'RUNNING' ? last.history : undefined);
  });
});

describe('a name is free', () => {
  test.each<[string, Story[]]>([
    ['that was never used', []],
    ['when its operations were deleted, too', [{ ...CREATED, isDeleted: true }]],
    ['after a deletion', [CREATED, { history: 'deleteNetwork-succeeded' }]],
    ['after a rollback', [{ history: 'createNetwork-rolled-back', status: 'failed' }]],
    ['after a cancel', [{ history: 'createNetwork-canceled', status: 'canceled' }]],
  ])('%s', async (_what, stories) => {
    expect(await find(...stories)).toBeUndefined();
  });
});

test('a connection is never found, because only its entity has its external id', async () => {
  const client = temporalWith({ history: 'verifyConnection-succeeded' });
  expect(await findDeletedEntity(client, PRINCIPAL, 'connection', 'base')).toBeUndefined();
});
