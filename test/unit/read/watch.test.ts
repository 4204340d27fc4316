/** When the state of a watch counts as confirmed, and when the watch retries, second by second. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOperationCache } from '../../../operations/read/operation-cache.ts';
import { createOperationQuery } from '../../../operations/read/operation-query.ts';
import { openWatch, type Watch } from '../../../operations/read/watch.ts';
import { createHistories } from '../../../operations/rebuild/histories.ts';
import type { OperationRead, OperationSource } from '../../../operations/read/view.ts';
import {
  createFakeTemporal,
  snapshotOf,
  sourceOf,
  TASK_COMPLETED,
  type FakeTemporal,
} from '../../support/api/fake-temporal.ts';

const ID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';
const QUERY_TIMEOUT_MS = 1_500;

let temporal: FakeTemporal;
let watch: Watch;
let described: OperationSource;
let describes: number;

beforeEach(async () => {
  vi.useFakeTimers();
  temporal = createFakeTemporal();
  described = sourceOf(ID);
  describes = 0;
  const urls = { api: '' };
  const now = () => Date.now();
  const histories = createHistories(temporal.client, now);
  watch = openWatch({
    client: temporal.client,
    operationQuery: createOperationQuery(temporal.client, QUERY_TIMEOUT_MS),
    histories,
    urls,
    source: described,
    cache: {
      ...createOperationCache({ client: temporal.client, urls, histories, now }),
      describe() {
        describes += 1;
        return Promise.resolve(described);
      },
    },
    estimator: () => undefined,
    now,
    changed: () => {},
    ended: () => {},
  });
  await watch.ready;
  await watch.complete();
});
afterEach(() => {
  watch.end();
  vi.useRealTimers();
});

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const lastPoll = () => temporal.longPolls.at(-1);

/** Waits like a client that has the present state. */
function waiting(): { woken: boolean } {
  const state = { woken: false };
  const { revision } = watch.current() as OperationRead;
  void watch.changed(revision, new AbortController().signal).then(() => {
    state.woken = true;
  });
  return state;
}

test('an empty long poll is renewed at once and confirms the state', async () => {
  const client = waiting();
  for (let round = 1; round <= 3; round++) {
    expect(temporal.longPolls).toHaveLength(round);
    await after(20_000);
    lastPoll()?.answer();
    await after(0);
    expect(watch.current()).toBeDefined();
  }
  expect({ describes, questions: temporal.questions.length }).toEqual({
    describes: 0,
    questions: 1,
  });
  expect(client.woken).toBe(false);
});

test('of a busy operation, the first event is read at once, and those that follow together', async () => {
  await after(1_000);
  for (const version of [2, 3]) {
    temporal.snapshot = snapshotOf(version);
    lastPoll()?.answer(TASK_COMPLETED);
    await after(0);
    expect(watch.current()?.operation.version).toBe(version);
    expect(temporal.longPolls).toHaveLength(2);
  }
  await after(29);
  expect(temporal.longPolls).toHaveLength(2);
  await after(1);
  expect(temporal.longPolls).toHaveLength(3);
});

test('a long poll without an answer is abandoned after 25 s, and a describe and a query confirm the state', async () => {
  const client = waiting();
  await after(24_999);
  expect(watch.current()).toBeDefined();
  expect(temporal.longPolls).toHaveLength(1);
  await after(1);
  expect(watch.current()).toBeUndefined();
  await after(100);
  expect(watch.current()?.operation.version).toBe(1);
  expect(temporal.longPolls).toHaveLength(2);
  expect({ describes, questions: temporal.questions.length }).toEqual({
    describes: 1,
    questions: 2,
  });
  // Nothing has changed, so the client still waits. An event of the new poll wakes it.
  expect(client.woken).toBe(false);
  temporal.snapshot = snapshotOf(2);
  lastPoll()?.answer(TASK_COMPLETED);
  await after(0);
  expect(client.woken).toBe(true);
  expect(watch.current()?.operation.version).toBe(2);
});

test('a change during a hanging long poll is found when the poll is renewed', async () => {
  const client = waiting();
  temporal.snapshot = snapshotOf(7);
  await after(24_999);
  expect(client.woken).toBe(false);
  await after(101);
  expect(client.woken).toBe(true);
  expect(watch.current()?.operation.version).toBe(7);
});

test('in a process that was suspended, a state without confirmation for 25 s is not shown', async () => {
  const began = Date.now();
  vi.setSystemTime(began + 24_999);
  expect(watch.current()).toBeDefined();
  vi.setSystemTime(began + 25_000);
  expect(watch.current()).toBeUndefined();
  lastPoll()?.answer();
  await after(0);
  expect(watch.current()).toBeDefined();
});

test('after a lost connection the state is unconfirmed at once, and the pauses between attempts grow', async () => {
  lastPoll()?.fail(new Error('connection lost'));
  await after(0);
  expect(watch.current()).toBeUndefined();
  const pauses = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000];
  for (const [failures, ms] of pauses.entries()) {
    expect(temporal.longPolls).toHaveLength(failures + 1);
    await after(ms - 1);
    expect(temporal.longPolls).toHaveLength(failures + 1);
    await after(1);
    expect(temporal.longPolls).toHaveLength(failures + 2);
    expect(watch.current()).toBeDefined();
    lastPoll()?.fail(new Error('connection lost'));
    await after(0);
  }
});

test('a query without an answer is repeated after 1, 2, 4 and then every 8 s', async () => {
  const client = waiting();
  temporal.snapshot = undefined;
  lastPoll()?.answer(TASK_COMPLETED);
  await after(0);
  for (const [index, seconds] of [1, 2, 4, 8, 8].entries()) {
    expect(temporal.questions).toHaveLength(index + 2);
    lastPoll()?.answer();
    await after(QUERY_TIMEOUT_MS + seconds * 1_000 - 1);
    expect(temporal.questions).toHaveLength(index + 2);
    await after(1);
  }
  expect(temporal.questions).toHaveLength(7);
  expect(watch.current()).toMatchObject({ source: 'query', operation: { version: 1 } });
  expect(client.woken).toBe(false);
});

test('without a worker, a newer memo is shown', async () => {
  const client = waiting();
  temporal.snapshot = undefined;
  described = sourceOf(ID, 3);
  lastPoll()?.answer(TASK_COMPLETED);
  await after(QUERY_TIMEOUT_MS);
  expect(client.woken).toBe(true);
  expect(watch.current()).toMatchObject({ source: 'history', operation: { version: 3 } });
});

test('a note about a retried step is shown and wakes no client', async () => {
  const client = waiting();
  const before = watch.current() as OperationRead;
  described = sourceOf(ID, 1, {
    pending: [{ node: 'vpc/main', words: 'vpc main: attempt 3, throttled' }],
  });
  await watch.inspect();
  const now = watch.current() as OperationRead;
  expect(now.operation.progress.message).toBe(
    'Creating a resource; vpc main: attempt 3, throttled',
  );
  expect(now.revision).toEqual({ ...before.revision, note: expect.any(String) });
  expect(client.woken).toBe(false);
  // A second inspection with the same result changes nothing, not even the bytes.
  await watch.inspect();
  expect(watch.current()).toBe(now);
  described = sourceOf(ID);
  await watch.inspect();
  expect(watch.current()?.body).toBe(before.body);
});
