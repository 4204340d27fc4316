/** Every answer to a cancel says what is true, also when the operation ends in the same instant. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import type { OperationSnapshot } from '../../../contract/temporal/operation-memo.ts';
import type { TerminalStatus } from '../../../contract/vocabulary.ts';
import { createCanceler } from '../../../operations/commands/cancel.ts';
import type { OperationReader } from '../../../operations/read/reader.ts';
import type { OperationSource } from '../../../operations/read/view.ts';
import type { HistoryEvent } from '../../../operations/temporal/history.ts';
import {
  createFakeTemporal,
  openReader,
  NOT_FOUND,
  snapshotOf,
  type FakeTemporal,
} from '../../support/api/fake-temporal.ts';

const ID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';
const PRINCIPAL = { organizationId: 'local', memberId: 'me' };
const CLOSED = { workflowExecutionCompletedEventAttributes: {} } as HistoryEvent;
/** How long Temporal takes to return the outcome. */
const OUTCOME_MS = 20;

let temporal: FakeTemporal;
let reader: OperationReader;

beforeEach(() => {
  vi.useFakeTimers();
  temporal = createFakeTemporal();
  reader = openReader(temporal);
});
afterEach(() => {
  reader.close();
  vi.useRealTimers();
});

/** Cancels, and resolves to the answer in short: the status, or the code of the problem. */
async function answerTo(): Promise<{ answer: string; cancelable?: boolean }> {
  const answer = createCanceler(temporal.client, reader)
    .cancel(PRINCIPAL, ID)
    .then(
      ({ operation: { status, cancelable } }) => ({ answer: status, cancelable }),
      (error: unknown) => ({ answer: error instanceof RequestError ? error.code : String(error) }),
    );
  await vi.advanceTimersByTimeAsync(5_000);
  return answer;
}

function endsAs(status: TerminalStatus): void {
  temporal.described = { status: { name: 'COMPLETED' } as OperationSource['status'] };
  const outcome: OperationSnapshot = { ...snapshotOf(9), status, stage: 'done' };
  temporal.outcome = new Promise((resolve) => {
    setTimeout(() => resolve(outcome), OUTCOME_MS);
  });
}

const CANCELING = { answer: 'canceling', cancelable: false };
const CANCELED = { answer: 'canceled', cancelable: false };
const TERMINAL = { answer: 'operation_terminal' };
const ENDS = [
  ['succeeded', TERMINAL],
  ['failed', TERMINAL],
  ['canceled', CANCELED],
] as const;

describe.each([
  ['is watched', () => reader.read(PRINCIPAL, ID)],
  ['was not read before', async () => {}],
])('a cancel of an operation that %s', (_what, prepare) => {
  beforeEach(async () => {
    await prepare();
  });

  test('and runs is answered with canceling, and again', async () => {
    expect(await answerTo()).toEqual(CANCELING);
    expect(await answerTo()).toEqual(CANCELING);
    expect(temporal.canceled).toHaveLength(1);
  });

  test.each(ENDS)('and has %s before', async (status, answer) => {
    endsAs(status);
    temporal.onCancel = () => {
      throw NOT_FOUND;
    };
    temporal.longPolls.at(-1)?.answer(CLOSED);
    expect(await answerTo()).toEqual(answer);
  });

  test.each(ENDS)('and has %s when the request arrives', async (status, answer) => {
    temporal.onCancel = () => {
      endsAs(status);
      throw NOT_FOUND;
    };
    expect(await answerTo()).toEqual(answer);
  });

  test.each(ENDS)('and %s right after the request, too late for it', async (status, answer) => {
    temporal.onCancel = async () => {
      endsAs(status);
      // The watch has noticed the end, and Temporal has not returned the outcome yet.
      temporal.longPolls.at(-1)?.answer(CLOSED);
      await vi.advanceTimersByTimeAsync(OUTCOME_MS / 2);
    };
    expect(await answerTo()).toEqual(answer);
  });

  test('whose runs end one after the other asks to try again', async () => {
    temporal.onCancel = () => {
      throw NOT_FOUND;
    };
    expect(await answerTo()).toEqual({ answer: 'temporal_unavailable' });
    expect(temporal.canceled).toHaveLength(3);
  });
});
