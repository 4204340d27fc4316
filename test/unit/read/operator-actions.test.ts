/** Reads, waits and cancels after an operator has acted on an operation's workflow in Temporal. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCanceler } from '../../../operations/commands/cancel.ts';
import type { OperationReader } from '../../../operations/read/reader.ts';
import { revisionText, parseRevision } from '../../../operations/read/revision.ts';
import type { OperationRead, OperationSource } from '../../../operations/read/view.ts';
import type { HistoryEvent } from '../../../operations/temporal/history.ts';
import {
  createFakeTemporal,
  openReader,
  NOT_FOUND,
  snapshotOf,
  type FakeTemporal,
} from '../../support/api/fake-temporal.ts';

const ID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';
const FIRST = '00000000-0000-4000-8000-000000000001';
const SECOND = '00000000-0000-4000-8000-000000000002';
const PRINCIPAL = { organizationId: 'local', memberId: 'me' };
const RESET_AFTER_MS = 7_000;
const COMPLETED = { status: { name: 'COMPLETED' } } as Pick<OperationSource, 'status'>;
const CLOSED = { workflowExecutionCompletedEventAttributes: {} } as HistoryEvent;

let temporal: FakeTemporal;
let reader: OperationReader;

beforeEach(() => {
  vi.useFakeTimers();
  temporal = createFakeTemporal();
  temporal.described = { runId: FIRST };
  reader = openReader(temporal);
});
afterEach(() => {
  reader.close();
  vi.useRealTimers();
});

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const read = () => reader.read(PRINCIPAL, ID);
const cancel = () => createCanceler(temporal.client, reader).cancel(PRINCIPAL, ID);
const shown = ({ operation, revision: { runId } }: OperationRead) => ({
  runId,
  status: operation.status,
  cancelable: operation.cancelable,
});

/** An operator resets the operation: its latest run is another one, which counts its versions anew. */
function reset(): void {
  temporal.described = { runId: SECOND, startTime: new Date(RESET_AFTER_MS) };
  temporal.snapshot = snapshotOf(1);
}

/** The present run ends by itself. */
function end(): void {
  temporal.described = { ...temporal.described, ...COMPLETED };
}

const RUNNING_AGAIN = { runId: SECOND, status: 'running', cancelable: true };

describe('a reset', () => {
  test('of an ended operation shows the new run, in every kind of read', async () => {
    end();
    expect(shown(await read())).toMatchObject({ runId: FIRST, status: 'succeeded' });
    await after(100);
    reset();
    expect(shown(await read())).toEqual(RUNNING_AGAIN);
    expect(shown(await reader.readAfresh(PRINCIPAL, ID))).toEqual(RUNNING_AGAIN);
    await after(5_000);
    expect(shown(await read())).toEqual(RUNNING_AGAIN);
  });

  test('of a watched operation ends the watch of the old run', async () => {
    expect(shown(await read()).runId).toBe(FIRST);
    reset();
    temporal.longPolls.at(-1)?.answer(CLOSED);
    await after(0);
    expect(shown(await read())).toEqual(RUNNING_AGAIN);
    end();
    temporal.longPolls.at(-1)?.answer(CLOSED);
    await after(0);
    expect(shown(await read())).toEqual({
      runId: SECOND,
      status: 'succeeded',
      cancelable: false,
    });
  });

  test('that a lost connection hides is found when the connection is back', async () => {
    await read();
    reset();
    temporal.longPolls.at(-1)?.fail(new Error('connection lost'));
    await after(200);
    expect(shown(await read())).toEqual(RUNNING_AGAIN);
  });

  test('after a cancel shows a run that nobody has canceled, and this run can be canceled', async () => {
    expect(shown(await cancel())).toEqual({
      runId: FIRST,
      status: 'canceling',
      cancelable: false,
    });
    reset();
    temporal.longPolls.at(-1)?.answer(CLOSED);
    await after(0);
    expect(shown(await read())).toEqual(RUNNING_AGAIN);
    expect(shown(await cancel())).toMatchObject({ runId: SECOND, status: 'canceling' });
    expect(temporal.canceled).toEqual([FIRST, SECOND]);
  });

  test('during a cancel leads to a cancel of the new run', async () => {
    await read();
    temporal.onCancel = () => {
      temporal.onCancel = () => {};
      reset();
      throw NOT_FOUND;
    };
    expect(shown(await cancel())).toMatchObject({ runId: SECOND, status: 'canceling' });
    expect(temporal.canceled).toEqual([FIRST, SECOND]);
  });

  test('never lets the version go backwards, wakes those who wait, and keeps the time of creation', async () => {
    temporal.snapshot = snapshotOf(40);
    const before = await read();
    const waited = reader.until(
      PRINCIPAL,
      ID,
      ({ operation }) => operation.version > before.operation.version,
      new AbortController().signal,
    );
    reset();
    temporal.longPolls.at(-1)?.answer(CLOSED);
    await after(0);
    const { operation, revision } = await waited;
    expect(operation.version).toBe(RESET_AFTER_MS + 1);
    expect(operation.createdAt).toBe(before.operation.createdAt);
    expect(parseRevision(revisionText(revision))).toEqual(revision);
  });
});

test('a deleted workflow is unknown at once, also if its outcome was read before', async () => {
  end();
  await read();
  await after(100);
  const { getHandle } = temporal.client.workflow;
  temporal.client.workflow.getHandle = ((id: string) => ({
    ...getHandle(id),
    describe: () => Promise.reject(new WorkflowNotFoundError('gone', ID, undefined)),
  })) as Client['workflow']['getHandle'];
  await expect(read()).rejects.toMatchObject({ code: 'not_found' });
});
