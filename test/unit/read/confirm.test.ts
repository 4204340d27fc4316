/** Every answer to a confirmation says what it did, also while no worker runs. */
import {
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestError } from '../../../contract/problems/problem-codes.ts';
import { SEARCH_ATTRIBUTES, SIGNALS, UPDATES } from '../../../contract/temporal/names.ts';
import type { PlanDecision } from '../../../contract/temporal/engine.ts';
import { createPlanConfirmation } from '../../../operations/commands/confirm.ts';
import type { OperationReader } from '../../../operations/read/reader.ts';
import {
  createFakeTemporal,
  openReader,
  signaled,
  snapshotOf,
  sourceOf,
  type FakeTemporal,
} from '../../support/api/fake-temporal.ts';

const ID = '01M8Z3NDEKTSV4RRFFQ69G5FAV';
const PRINCIPAL = { organizationId: 'local', memberId: 'me' };
const KEPT = {
  confirm: 'The plan is confirmed. No worker answers at the moment; the next one applies it.',
  discard:
    'The plan is discarded. No worker answers at the moment; the next one ends the operation.',
};
const CONFIRMED =
  'The plan has been confirmed already. A worker carries that out as soon as one runs.';

let temporal: FakeTemporal;
let reader: OperationReader;

beforeEach(() => {
  vi.useFakeTimers();
  temporal = createFakeTemporal();
  temporal.snapshot = undefined;
  const { memo } = sourceOf(ID);
  const state = { ...memo.state, stage: 'awaiting_confirmation' as const };
  temporal.described = { memo: { ...memo, state } };
  reader = openReader(temporal);
});
afterEach(() => {
  reader.close();
  vi.useRealTimers();
});

/** Decides, and resolves to the message of the operation or of the problem. */
async function answerTo(decision: PlanDecision): Promise<string> {
  const answer = createPlanConfirmation(temporal.client, reader)
    .decide(PRINCIPAL, ID, decision)
    .then(
      ({ operation, body }) => {
        expect(JSON.parse(body)).toEqual(operation);
        return operation.progress.message;
      },
      (error: unknown) =>
        error instanceof RequestError ? `${error.code}: ${error.message}` : String(error),
    );
  await vi.advanceTimersByTimeAsync(20_000);
  return answer;
}

function signals(): unknown[] {
  return temporal.history.flatMap((event) => {
    const signal = event.workflowExecutionSignaledEventAttributes;
    return signal ? [signal.signalName] : [];
  });
}

test.each(['confirm', 'discard'] as const)(
  'without a worker, a %s is kept, and the answer says so',
  async (decision) => {
    expect(await answerTo(decision)).toBe(KEPT[decision]);
    expect(signals()).toEqual([SIGNALS.planDecision]);
  },
);

test('a call that the client library ends counts as unanswered', async () => {
  temporal.onUpdate = () =>
    Promise.reject(new WorkflowUpdateRPCTimeoutOrCancelledError('the call was canceled'));
  expect(await answerTo('confirm')).toBe(KEPT.confirm);
});

test('a second client gets the same answer to the same decision, and the truth to another one', async () => {
  await answerTo('confirm');
  expect(await answerTo('confirm')).toBe(KEPT.confirm);
  expect(await answerTo('discard')).toBe(`not_awaiting_confirmation: ${CONFIRMED}`);
  expect(signals()).toHaveLength(1);
});

test('of two clients at the same time, the one whose decision comes first is told that it counts', async () => {
  temporal.onSignal = () => {
    temporal.history.unshift(signaled(SIGNALS.planDecision, 'confirm'));
  };
  expect(await answerTo('discard')).toBe(`not_awaiting_confirmation: ${CONFIRMED}`);
});

test('a decision that a worker took in the last moment counts, too', async () => {
  const args = { payloads: [defaultPayloadConverter.toPayload('confirm')] };
  const acceptedRequest = { input: { name: UPDATES.submitPlanDecision, args } };
  temporal.history = [{ workflowExecutionUpdateAcceptedEventAttributes: { acceptedRequest } }];
  expect(await answerTo('discard')).toBe(`not_awaiting_confirmation: ${CONFIRMED}`);
  expect(signals()).toEqual([]);
});

test('decisions about earlier plans of the operation do not count', async () => {
  const stage = defaultPayloadConverter.toPayload(['awaiting_confirmation']);
  const searchAttributes = { indexedFields: { [SEARCH_ATTRIBUTES.stage]: stage } };
  temporal.history = [
    signaled(SIGNALS.planDecision, 'confirm'),
    { upsertWorkflowSearchAttributesEventAttributes: { searchAttributes } },
  ];
  expect(await answerTo('discard')).toBe(KEPT.discard);
});

test('with a worker, nothing is signaled', async () => {
  temporal.snapshot = { ...snapshotOf(1), stage: 'awaiting_confirmation' };
  temporal.onUpdate = async () => {
    temporal.snapshot = { ...snapshotOf(2), message: 'Applying 1 changes' };
  };
  expect(await answerTo('confirm')).toBe('Applying 1 changes');
  temporal.snapshot = { ...snapshotOf(3), stage: 'awaiting_confirmation' };
  temporal.onUpdate = () => Promise.reject(new WorkflowUpdateFailedError('refused', undefined));
  expect(await answerTo('confirm')).toContain('has no plan that waits for a decision');
  expect(signals()).toEqual([]);
});
