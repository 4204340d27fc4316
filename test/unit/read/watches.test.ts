/** How many operations a process watches, how long, and how it reads operations beyond the limit. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createOperationCache } from '../../../operations/read/operation-cache.ts';
import { createOperationQuery } from '../../../operations/read/operation-query.ts';
import type { HistoryEvent } from '../../../operations/temporal/history.ts';
import { createHistories } from '../../../operations/rebuild/histories.ts';
import type { Watch } from '../../../operations/read/watch.ts';
import { createWatches, type Watches } from '../../../operations/read/watch-pool.ts';
import {
  createFakeTemporal,
  openReader,
  snapshotOf,
  sourceOf,
  type FakeTemporal,
} from '../../support/api/fake-temporal.ts';

const MAX_WATCHES = 500;
const PRINCIPAL = { organizationId: 'local', memberId: 'me' };

const idOf = (number: number) => `01M8Z3NDEKTSV4RRFFQ6${String(number).padStart(6, '0')}`;
const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** An activity begins. */
const eventOf = (eventId: number) =>
  ({ eventId, activityTaskScheduledEventAttributes: {} }) as unknown as HistoryEvent;

let temporal: FakeTemporal;
beforeEach(() => {
  vi.useFakeTimers();
  temporal = createFakeTemporal();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the watches of a process', () => {
  let watches: Watches;
  beforeEach(() => {
    const urls = { api: '' };
    const { client } = temporal;
    const now = () => Date.now();
    const histories = createHistories(client, now);
    watches = createWatches({
      client,
      operationQuery: createOperationQuery(client, 1_500),
      histories,
      urls,
      cache: createOperationCache({ client, urls, histories, now }),
      estimator: () => undefined,
      now,
    });
  });
  afterEach(() => watches.close());

  function open(number: number): Watch | undefined {
    return watches.open(sourceOf(idOf(number)));
  }

  test('are at most 500, one for each operation', () => {
    const first = open(0);
    for (let i = 1; i < MAX_WATCHES; i++) expect(open(i)).toBeDefined();
    expect(open(MAX_WATCHES)).toBeUndefined();
    expect(open(0)).toBe(first);
    expect(temporal.longPolls).toHaveLength(MAX_WATCHES);

    first?.end();
    expect(watches.get(idOf(0))).toBeUndefined();
    expect(open(MAX_WATCHES)).toBeDefined();
    expect(open(0)).toBeUndefined();
  });

  test('end after 30 s without use, and make room', async () => {
    for (let i = 0; i < MAX_WATCHES; i++) await open(i)?.complete();
    const { revision } = watches.get(idOf(1))?.current() ?? {};
    if (revision === undefined) throw new Error('it is watched');
    const leaving = new AbortController();
    void watches.get(idOf(1))?.changed(revision, leaving.signal);

    await after(20_000);
    for (const poll of temporal.longPolls) poll.answer();
    watches.get(idOf(2))?.current();
    await after(10_000);
    expect(open(MAX_WATCHES)).toBeUndefined();
    await after(2_000);
    // One watch has a waiting caller, and the other was read recently.
    const left = Array.from({ length: MAX_WATCHES }, (_, i) => i).filter((i) =>
      watches.get(idOf(i)),
    );
    expect(left).toEqual([1, 2]);
    expect(open(MAX_WATCHES)).toBeDefined();

    leaving.abort();
    await after(32_000);
    expect(watches.get(idOf(1))).toBeUndefined();
  });

  test('are inspected for retried steps every 10 s while in use', async () => {
    open(0);
    open(1);
    for (let second = 0; second < 35; second++) {
      watches.get(idOf(0))?.current();
      await after(1_000);
      // The server answers empty long polls too, so that none of them hangs.
      if (second === 19) for (const poll of temporal.longPolls) poll.answer();
    }
    const looks = (number: number) => temporal.describes.filter((id) => id === idOf(number));
    expect(looks(0)).toHaveLength(3);
    expect(looks(1)).toHaveLength(0);
  });

  test('are inspected 2 s after an event without another one', async () => {
    open(0);
    await after(0);
    temporal.longPolls.at(-1)?.answer(eventOf(101));
    await after(1_500);
    temporal.longPolls.at(-1)?.answer(eventOf(102));
    await after(1_500);
    expect(temporal.describes).toEqual([]);
    await after(2_000);
    expect(temporal.describes).toEqual([idOf(0)]);
    await after(5_000);
    expect(temporal.describes).toEqual([idOf(0)]);
  });

  test('all end with the process, and no new one opens', () => {
    open(0);
    const last = open(1);
    watches.close();
    expect(watches.get(idOf(0))).toBeUndefined();
    expect(last?.current()).toBeUndefined();
    expect(open(2)).toBeUndefined();
  });
});

test('readAfresh reads the present state from Temporal, and the watch shows no older state afterwards', async () => {
  const reader = openReader(temporal);
  const versionOf = async (how: 'read' | 'readAfresh') =>
    (await reader[how](PRINCIPAL, idOf(0))).operation.version;
  try {
    expect(await versionOf('read')).toBe(1);
    // The long poll has not reported the change yet.
    temporal.snapshot = snapshotOf(2);
    expect(await versionOf('read')).toBe(1);
    expect(await versionOf('readAfresh')).toBe(2);
    expect(await versionOf('read')).toBe(2);
  } finally {
    reader.close();
  }
});

test.each([
  { describeMs: 0, waitedMs: 1_500 },
  { describeMs: 500, waitedMs: 1_500 },
  { describeMs: 1_400, waitedMs: 1_650 },
])(
  'no worker answers: after a describe of $describeMs ms a first read takes $waitedMs ms',
  async ({ describeMs, waitedMs }) => {
    const reader = openReader(temporal);
    Object.assign(temporal, { describeMs, snapshot: undefined });
    let source: string | undefined;
    try {
      void reader.read(PRINCIPAL, idOf(0)).then((read) => {
        ({ source } = read);
      });
      await after(waitedMs - 1);
      expect(source).toBeUndefined();
      await after(1);
      expect(source).toBe('history');
    } finally {
      reader.close();
    }
  },
);

test('an operation beyond the limit costs one describe and one query for all concurrent readers', async () => {
  const reader = openReader(temporal);
  const read = (number: number) => reader.read(PRINCIPAL, idOf(number));
  try {
    for (let i = 0; i < MAX_WATCHES; i++) await read(i);
    const before = { polls: temporal.longPolls.length, asked: temporal.questions.length };
    temporal.describes = [];
    await Promise.all(Array.from({ length: 20 }, () => read(7)));
    expect(temporal.describes).toEqual([]);

    for (const version of [2, 3]) {
      temporal.snapshot = snapshotOf(version);
      const reads = await Promise.all(Array.from({ length: 20 }, () => read(MAX_WATCHES)));
      expect(new Set(reads.map(({ operation }) => operation.version))).toEqual(new Set([version]));
      expect(reads[0]?.source).toBe('query');
    }
    expect(temporal.describes).toEqual([idOf(MAX_WATCHES), idOf(MAX_WATCHES)]);
    expect(temporal.questions.slice(before.asked)).toEqual([idOf(MAX_WATCHES), idOf(MAX_WATCHES)]);
    expect(temporal.longPolls).toHaveLength(before.polls);

    // A caller that waits for it reads it every second.
    const waited = reader.until(
      PRINCIPAL,
      idOf(MAX_WATCHES),
      ({ operation }) => operation.version >= 4,
      new AbortController().signal,
    );
    await after(1_500);
    temporal.snapshot = snapshotOf(4);
    await after(1_000);
    expect((await waited).operation.version).toBe(4);

    await after(31_000);
    await read(MAX_WATCHES);
    expect(temporal.longPolls.at(-1)?.operationId).toBe(idOf(MAX_WATCHES));
  } finally {
    reader.close();
  }
});
