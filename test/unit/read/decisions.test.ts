/** Which decisions an operation shows, and that whoever is woken by one gets it at once. */
import { defaultPayloadConverter } from '@temporalio/common';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SEARCH_ATTRIBUTES, SIGNALS, UPDATES } from '../../../contract/temporal/names.ts';
import { createCanceler } from '../../../operations/commands/cancel.ts';
import { createPlanConfirmation } from '../../../operations/commands/confirm.ts';
import { createDecisions } from '../../../operations/decisions/decision-events.ts';
import type { OperationReader } from '../../../operations/read/reader.ts';
import type { HistoryEvent } from '../../../operations/temporal/history.ts';
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

function entered(stage: string): HistoryEvent {
  const payload = defaultPayloadConverter.toPayload([stage]);
  const searchAttributes = { indexedFields: { [SEARCH_ATTRIBUTES.stage]: payload } };
  return { upsertWorkflowSearchAttributesEventAttributes: { searchAttributes } };
}

function updated(...args: string[]): HistoryEvent {
  const payloads = args.map((value) => defaultPayloadConverter.toPayload(value));
  const input = { name: UPDATES.submitPlanDecision, args: { payloads } };
  return { workflowExecutionUpdateAcceptedEventAttributes: { acceptedRequest: { input } } };
}

function canceled(cause: string): HistoryEvent {
  return { workflowExecutionCancelRequestedEventAttributes: { cause } };
}

describe('the history', () => {
  const WAITS = entered('awaiting_confirmation');
  const CONFIRMED = { kind: 'confirm' };

  test.each<[string, HistoryEvent[], object[]]>([
    ['an update', [WAITS, updated('confirm')], [CONFIRMED]],
    ['a reason', [WAITS, updated('discard', 'too big')], [{ kind: 'discard', reason: 'too big' }]],
    [
      'a signal',
      [WAITS, signaled(SIGNALS.planDecision, 'confirm', 'reviewed')],
      [{ ...CONFIRMED, reason: 'reviewed' }],
    ],
    [
      'the first of two about one plan',
      [WAITS, signaled(SIGNALS.planDecision, 'confirm'), updated('discard')],
      [CONFIRMED],
    ],
    [
      'one for each plan',
      [WAITS, updated('confirm'), entered('planning'), WAITS, updated('discard')],
      [CONFIRMED, { kind: 'discard' }],
    ],
    [
      'none that came too late',
      [WAITS, entered('rolling_back'), signaled(SIGNALS.planDecision, 'confirm')],
      [],
    ],
    ['no other signal', [WAITS, signaled(SIGNALS.engineProgress, [])], []],
    ['a cancel without a reason', [canceled('canceled through the API')], [{ kind: 'cancel' }]],
    ['a cancel from elsewhere', [canceled('by hand')], [{ kind: 'cancel', reason: 'by hand' }]],
    ['one cancel', [canceled('a'), canceled('b')], [{ kind: 'cancel', reason: 'a' }]],
    [
      'a long reason, shortened',
      [canceled('x'.repeat(2_000))],
      [{ kind: 'cancel', reason: 'x'.repeat(512) }],
    ],
  ])('has %s', (_what, events, decisions) => {
    const decisionIn = createDecisions();
    const at = '1970-01-01T00:00:01.000Z';
    const eventTime = { seconds: 1 } as unknown as HistoryEvent['eventTime'];
    const timed = events.map((event) => Object.assign({}, event, { eventTime }));
    expect(timed.flatMap((event) => decisionIn(event) ?? [])).toEqual(
      decisions.map((decision) => ({ ...decision, at })),
    );
  });
});

describe('an operation', () => {
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

  const read = () => reader.read(PRINCIPAL, ID);

  test('shows a cancel with its reason in the answer to the cancel, and in another revision', async () => {
    const before = await read();
    expect(before.operation).not.toHaveProperty('decisions');
    const canceling = await createCanceler(temporal.client, reader).cancel(
      PRINCIPAL,
      ID,
      'why not',
    );
    const decisions = [{ kind: 'cancel', at: expect.any(String), reason: 'why not' }];
    expect(canceling.operation).toMatchObject({ status: 'canceling', decisions });
    expect(JSON.parse(canceling.body)).toEqual(canceling.operation);
    expect(canceling.revision.note).not.toBe(before.revision.note);
    expect((await read()).operation.decisions).toEqual(decisions);
  });

  test('that another process cancels wakes its readers with the reason', async () => {
    const { revision } = await read();
    const woken = reader.until(
      PRINCIPAL,
      ID,
      (now) => now.revision.canceling && !revision.canceling,
      new AbortController().signal,
    );
    const event = canceled('elsewhere');
    temporal.history = [event];
    temporal.described = { cancelRequested: true };
    temporal.longPolls.at(-1)?.answer(event);
    await vi.advanceTimersByTimeAsync(100);
    expect((await woken).operation).toMatchObject({
      status: 'canceling',
      decisions: [{ kind: 'cancel', reason: 'elsewhere' }],
    });
  });

  test('without a cancel or a plan reads no history', async () => {
    temporal.history = [canceled('not looked at')];
    expect((await read()).operation).not.toHaveProperty('decisions');
  });

  test('of a deployment shows how its plan was decided', async () => {
    const { memo } = sourceOf(ID);
    const subject = { ...memo.subject, resourceType: 'deployment' as const };
    const stage = 'awaiting_confirmation' as const;
    temporal.snapshot = { ...snapshotOf(1), stage };
    temporal.described = { memo: { ...memo, subject } };
    temporal.onUpdate = async () => {
      temporal.history = [entered(stage), updated('discard', 'too big')];
      temporal.snapshot = snapshotOf(2);
    };
    const { decide } = createPlanConfirmation(temporal.client, reader);
    const { operation } = await decide(PRINCIPAL, ID, 'discard', 'too big');
    expect(operation.decisions).toEqual([
      { kind: 'discard', at: expect.any(String), reason: 'too big' },
    ]);
  });

  test('that is a retry says so, and why', async () => {
    const { memo } = sourceOf(ID);
    const subject = { ...memo.subject, retryOf: ID, retryReason: 'quota raised' };
    temporal.described = { memo: { ...memo, subject } };
    expect((await read()).operation.decisions).toEqual([
      { kind: 'retry', at: '1970-01-01T00:00:00.000Z', reason: 'quota raised' },
    ]);
  });
});
