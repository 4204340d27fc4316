/** Every answer has the list of resources, whoever answers: the workflow, its history, or nobody yet. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import type { OperationInput } from '../../../contract/temporal/operation-input.ts';
import { createOperationReader, type OperationReader } from '../../../operations/read/reader.ts';
import {
  isNewer,
  outlives,
  parseRevision,
  revisionText,
} from '../../../operations/read/revision.ts';
import type { OperationRead, OperationSource } from '../../../operations/read/view.ts';
import { valueOf } from '../../../operations/timeline/events.ts';
import { readHistory } from '../../replay/history-files.ts';
import {
  createFakeTemporal,
  snapshotOf,
  sourceOf,
  TASK_COMPLETED,
  type FakeTemporal,
} from '../../support/api/fake-temporal.ts';

const ID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';
const RUN = '00000000-0000-4000-8000-000000000001';
const PRINCIPAL = { organizationId: 'local', memberId: 'me' };
const QUERY_TIMEOUT_MS = 1_500;

const recorded = readHistory('createNetwork-succeeded').events ?? [];
/** Up to the first node that is done. */
const half = recorded.slice(
  0,
  1 +
    recorded.findIndex((event) => {
      const { scheduledEventId } = event.activityTaskCompletedEventAttributes ?? {};
      const scheduled = recorded.find(
        ({ eventId }) => String(eventId) === String(scheduledEventId),
      );
      return scheduled?.activityTaskScheduledEventAttributes?.activityId?.startsWith('create/');
    }),
);
const started = recorded[0]?.workflowExecutionStartedEventAttributes;
const subject = valueOf<OperationInput>(started?.input)?.subject ?? sourceOf(ID).memo.subject;

let temporal: FakeTemporal;
let reader: OperationReader;
let histories: number;

beforeEach(() => {
  vi.useFakeTimers();
  temporal = createFakeTemporal();
  const memo = { ...sourceOf(ID).memo, subject: { ...subject, organizationId: 'local' } };
  temporal.described = { runId: RUN, memo, historyLength: half.length };
  temporal.history = half;
  histories = 0;
  const { workflowService } = temporal.client;
  const { getWorkflowExecutionHistory } = workflowService;
  workflowService.getWorkflowExecutionHistory = ((request: { waitNewEvent?: boolean }) => {
    if (!request.waitNewEvent) histories += 1;
    return getWorkflowExecutionHistory(request);
  }) as typeof getWorkflowExecutionHistory;
  reader = createOperationReader({
    client: temporal.client,
    urls: { api: '' },
    queryTimeoutMs: QUERY_TIMEOUT_MS,
    now: () => new Date(),
  });
});
afterEach(() => {
  reader.close();
  vi.useRealTimers();
});

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function read(how: 'read' | 'readAfresh' = 'read', waitMs = QUERY_TIMEOUT_MS) {
  const reading = reader[how](PRINCIPAL, ID);
  await after(waitMs);
  return reading;
}

function expectWhole({ operation }: OperationRead): void {
  expect(operationSchema.safeParse(operation).error).toBeUndefined();
  const { resources, summary } = operation.progress;
  expect(summary.total).toBe(resources.length);
  expect(summary.succeeded).toBe(resources.filter((it) => it.status === 'succeeded').length);
}

describe('while no worker answers', () => {
  beforeEach(() => {
    temporal.snapshot = undefined;
  });

  test.each(['read', 'readAfresh'] as const)(
    '%s rebuilds the list from the history',
    async (how) => {
      const answer = await read(how);
      expect(answer.source).toBe('history');
      expect(answer.operation.progress.summary).toMatchObject({ total: 7, succeeded: 1 });
      expectWhole(answer);
    },
  );

  test('the history is read once, and again only when it has grown', async () => {
    const first = await read();
    await read('readAfresh');
    await Promise.all([reader.readAfresh(PRINCIPAL, ID), reader.readAfresh(PRINCIPAL, ID)]);
    expect(histories).toBe(1);
    const grown = recorded.slice(0, half.length + 12);
    temporal.history = grown;
    temporal.described = { ...temporal.described, historyLength: grown.length };
    const later = await read('readAfresh');
    expect(histories).toBe(2);
    expect(later.revision.history).toBe(grown.length);
    expect(revisionText(later.revision)).not.toBe(revisionText(first.revision));
  });

  test('a terminated operation keeps its list, and shows nothing as running', async () => {
    const status = { name: 'TERMINATED' } as OperationSource['status'];
    temporal.described = { ...temporal.described, status };
    temporal.client.workflow.getHandle = () =>
      ({
        describe: () => Promise.resolve({ ...sourceOf(ID), ...temporal.described, raw: {} }),
        result: () => Promise.resolve(undefined),
      }) as unknown as ReturnType<typeof temporal.client.workflow.getHandle>;
    const answer = await read();
    expect(answer.operation).toMatchObject({
      status: 'failed',
      error: { code: 'operation_terminated' },
    });
    expect(answer.operation.progress.summary).toMatchObject({ total: 7, running: 0 });
    expectWhole(answer);
  });

  test('a history that is too long, or does not come in time, leaves the list empty', async () => {
    temporal.described = { ...temporal.described, historyLength: 20_001 };
    const long = await read();
    expect(long.source).toBe('memo');
    expect(long.operation.progress.resources).toEqual([]);
    expect(histories).toBe(0);
    temporal.described = { ...temporal.described, historyLength: half.length };
    temporal.client.workflowService.getWorkflowExecutionHistory = (() =>
      new Promise(
        () => {},
      )) as unknown as typeof temporal.client.workflowService.getWorkflowExecutionHistory;
    const late = await read('readAfresh', 5_000);
    expect(late.source).toBe('memo');
    expect(late.operation.progress.resources).toEqual([]);
  });

  test('an operation that no worker has begun has no resources, without a look at its history', async () => {
    const memo = { ...sourceOf(ID, 0).memo };
    temporal.described = { ...temporal.described, memo };
    const { operation, source } = await read();
    expect({ source, resources: operation.progress.resources }).toEqual({
      source: 'memo',
      resources: [],
    });
    expect(histories).toBe(0);
  });
});

test('while the workflow answers, its history is not read, and all first readers get its list', async () => {
  temporal.described = { ...temporal.described, historyLength: 4 };
  const answers = await Promise.all([
    reader.read(PRINCIPAL, ID),
    reader.read(PRINCIPAL, ID),
    after(1).then(() => reader.read(PRINCIPAL, ID)),
  ]);
  for (const { source, operation } of answers) {
    expect(source).toBe('query');
    expect(operation.progress.resources).toHaveLength(1);
  }
  temporal.snapshot = snapshotOf(2);
  temporal.longPolls.at(-1)?.answer(TASK_COMPLETED);
  await after(0);
  expect((await reader.read(PRINCIPAL, ID)).operation.version).toBe(2);
  expect(histories).toBe(0);
});

describe('a revision', () => {
  const base = { runId: RUN, version: 5, canceling: false };
  const query = { ...base, memo: false };
  const memo = { ...base, memo: true };
  const list = { ...base, memo: true, history: 40 };

  test.each([query, memo, list, { ...list, canceling: true, note: 'abcdef01' }])(
    '%o is read as it was written',
    (revision) => {
      expect(parseRevision(revisionText(revision))).toEqual(revision);
    },
  );

  test("with the workflow's own list outlives a rebuilt one, and that one an absent one", () => {
    expect(outlives(query, list)).toBe(true);
    expect(outlives(list, memo)).toBe(true);
    expect(outlives({ ...list, history: 41 }, list)).toBe(true);
    expect(outlives(list, query)).toBe(false);
    expect(outlives(memo, list)).toBe(false);
    for (const now of [query, memo, list]) expect(isNewer(now, query)).toBe(false);
  });
});
