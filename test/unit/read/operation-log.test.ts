/** The log of an operation without an engine, from its history and from what Temporal knows of its steps. */
import { defaultPayloadConverter } from '@temporalio/common';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LogLine } from '../../../contract/operations/log.ts';
import { createLogReader } from '../../../operations/log/log-reader.ts';
import type { LogRequest } from '../../../operations/log/log-request.ts';
import type { OperationReader } from '../../../operations/read/reader.ts';
import type { HistoryEvent } from '../../../operations/temporal/history.ts';
import {
  createFakeTemporal,
  openReader,
  snapshotOf,
  sourceOf,
  type FakeTemporal,
} from '../../support/api/fake-temporal.ts';
import { operationLog } from '../../../deployments/storage/keys.ts';
import { memoryBlobs } from '../../support/deployments/memory-blobs.ts';

const ID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';
const PRINCIPAL = { organizationId: 'local', memberId: 'me' };
const URN = 'urn:slipway:local:networks:demo:vpc/main';
const BENIGN = 1;

/** The events of a history, numbered from 1 as Temporal numbers them. */
function historyOf(...events: object[]): HistoryEvent[] {
  return events.map((event, i): HistoryEvent => Object.assign({ eventId: i + 1 }, event) as never);
}

function failure(code: string, message: string, category?: number): object {
  const details = { code, message, errorType: 'throttling', retryable: true };
  const payloads = [defaultPayloadConverter.toPayload(details)];
  return { message, applicationFailureInfo: { type: code, details: { payloads }, category } };
}

const STARTED = { workflowExecutionStartedEventAttributes: {} };
const SCHEDULED = {
  activityTaskScheduledEventAttributes: {
    activityId: 'create/vpc/main/1',
    activityType: { name: 'provisionNode' },
  },
};
const COMPLETED = { activityTaskCompletedEventAttributes: { scheduledEventId: 2 } };
const CLOSED = { workflowExecutionCompletedEventAttributes: {} };
const attempt = (number: number, lastFailure?: object) => ({
  activityTaskStartedEventAttributes: { scheduledEventId: 2, attempt: number, lastFailure },
});

let temporal: FakeTemporal;
let reader: OperationReader;
let blobs: ReturnType<typeof memoryBlobs>;

beforeEach(() => {
  vi.useFakeTimers();
  temporal = createFakeTemporal();
  reader = openReader(temporal);
  blobs = memoryBlobs();
});
afterEach(() => {
  reader.close();
  vi.useRealTimers();
});

async function open(request: Partial<LogRequest> = {}): Promise<AsyncIterable<LogLine[]>> {
  const { client } = temporal;
  const { log } = createLogReader({ client, blobs, reader, now: () => new Date() });
  const signal = new AbortController().signal;
  return log(PRINCIPAL, ID, { after: 0, follow: false, signal, ...request });
}

/** Reads the log, each line in short. */
async function linesOf(request?: Partial<LogRequest>): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of await open(request)) {
    expect(batch).not.toEqual([]);
    lines.push(...batch.map(({ sequence, level, message }) => `${sequence} ${level} ${message}`));
  }
  return lines;
}

function ends(): void {
  temporal.described = { status: { name: 'COMPLETED' } as never };
}

describe('of an operation that has ended', () => {
  beforeEach(() => {
    ends();
  });

  test('has how the last of the failed attempts failed', async () => {
    temporal.history = historyOf(
      STARTED,
      SCHEDULED,
      attempt(14, failure('request_limit', 'Rate exceeded')),
      COMPLETED,
      CLOSED,
    );
    expect(await linesOf()).toEqual([
      '1 info The operation was accepted',
      '2 info create vpc main',
      '3 warn create vpc main: attempt 14, because the last one failed with request limit: Rate exceeded',
      '4 info create vpc main: done',
      '5 info The operation succeeded',
    ]);
  });

  test('has waits, which are no failures, and nothing about a first attempt', async () => {
    const wait = failure('waiting', 'Waiting for vpc main: vpc-1 is pending.', BENIGN);
    temporal.history = historyOf(STARTED, SCHEDULED, attempt(3, wait), COMPLETED);
    expect((await linesOf())[2]).toBe(
      '3 info create vpc main: Waiting for vpc main: vpc-1 is pending.',
    );
    temporal.history = historyOf(STARTED, SCHEDULED, attempt(1), COMPLETED);
    expect(await linesOf()).toHaveLength(3);
  });

  test('says nothing that another error than one of Slipway contains', async () => {
    const bug = { message: 'password=x', applicationFailureInfo: { type: 'TypeError' } };
    temporal.history = historyOf(STARTED, SCHEDULED, attempt(2, bug), COMPLETED);
    expect((await linesOf())[2]).toMatch(/with internal error: The attempt failed with an unexp/);
  });

  test('continues after a line, ends at a limit, and can be about one cloud resource', async () => {
    temporal.history = historyOf(STARTED, SCHEDULED, attempt(1), COMPLETED, CLOSED);
    const all = await linesOf();
    expect(await linesOf({ after: 2 })).toEqual(all.slice(2));
    expect(await linesOf({ limit: 1, after: 1 })).toEqual(all.slice(1, 2));
    for (const resource of [URN, 'vpc/main']) {
      expect(await linesOf({ resource })).toEqual([
        '2 info create vpc main',
        '4 info create vpc main: done',
      ]);
    }
    expect(await linesOf({ resource: 'pc/main' })).toEqual([]);
  });
});

/** The workflow's own state, with what is known of its only step. */
function inProgress(facts: object): void {
  const snapshot = snapshotOf(2);
  temporal.snapshot = {
    ...snapshot,
    resources: snapshot.resources.map((resource) => ({ ...resource, ...facts })),
  };
}

describe('of a running operation', () => {
  const THROTTLED = { attempt: 3, lastFailure: { code: 'throttled', message: 'Slow down.' } };

  test('ends with what its steps are doing now', async () => {
    temporal.history = historyOf(STARTED, SCHEDULED);
    inProgress({
      ...THROTTLED,
      waitingFor: 'vpc-1 is pending.',
      deadlineAt: '2026-11-24T05:20:00.000Z',
    });
    expect((await linesOf()).slice(2)).toEqual([
      '2 warn vpc main: attempt 3, because the last one failed with throttled: Slow down.',
      '2 info vpc main: vpc-1 is pending; gives up at 2026-11-24T05:20:00.000Z',
    ]);
    expect(await linesOf({ after: 2 })).toHaveLength(2);
  });

  test('is followed until the end, and says each thing once', async () => {
    const lines: LogLine[] = [];
    const reading = (async () => {
      for await (const batch of await open({ follow: true })) lines.push(...batch);
    })();
    const messages = () => lines.map(({ live, message }) => (live ? `now: ${message}` : message));
    /** Answers the long poll of the log; the operation's own watch has another one. */
    const answer = async (...events: object[]) => {
      for (const poll of temporal.longPolls.splice(0)) poll.answer(...(events as HistoryEvent[]));
      await vi.advanceTimersByTimeAsync(1_500);
    };
    await vi.advanceTimersByTimeAsync(0);
    await answer(STARTED, { ...SCHEDULED });
    expect(messages()).toEqual(['The operation was accepted', 'create vpc main']);

    inProgress(THROTTLED);
    await answer({ workflowTaskCompletedEventAttributes: {} });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(messages().slice(2)).toEqual([
      'now: vpc main: attempt 3, because the last one failed with throttled: Slow down.',
    ]);

    ends();
    await answer(CLOSED);
    await reading;
    expect(messages().at(-1)).toBe('The operation succeeded');
    expect(lines.filter(({ live }) => live)).toHaveLength(1);
  });

  test('ends when its reader leaves', async () => {
    const leaving = new AbortController();
    const reading = (async () => {
      for await (const batch of await open({ follow: true, signal: leaving.signal })) {
        expect(batch).toEqual([]);
      }
    })();
    await vi.advanceTimersByTimeAsync(3_000);
    leaving.abort();
    await reading;
  });
});

describe('of a deployment', () => {
  beforeEach(() => {
    const { memo } = sourceOf(ID);
    const subject = { ...memo.subject, resourceType: 'deployment' as const, resourceUid: 'uid' };
    temporal.described = { memo: { ...memo, subject }, status: { name: 'COMPLETED' } as never };
    temporal.history = historyOf(STARTED, CLOSED);
  });

  test('is what its engine has said', async () => {
    const line = {
      sequence: 1,
      at: '2026-11-24T05:20:00.000Z',
      phase: 'plan',
      level: 'info',
      message: 'Plan: 1 to add',
      address: 'random_id.id[0]',
    };
    const key = `${operationLog('local', 'uid', ID)}000000000001.jsonl`;
    await blobs.put(key, Buffer.from(`${JSON.stringify(line)}\n`));
    expect(await linesOf()).toEqual(['1 info Plan: 1 to add']);
    expect(await linesOf({ after: 1 })).toEqual([]);
    expect(await linesOf({ resource: 'random_id.id[0]' })).toHaveLength(1);
    expect(await linesOf({ resource: 'random_id.id[1]' })).toEqual([]);
  });

  test('without a word of its engine is that of the operation', async () => {
    expect(await linesOf()).toEqual([
      '1 info The operation was accepted',
      '2 info The operation succeeded',
    ]);
  });
});
