/** The words for steps that are retried, which add no event to the history. */
import { defaultPayloadConverter } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { PendingStep } from '../../../operations/pending/step.ts';
import { noteOf, pendingSteps } from '../../../operations/pending/steps.ts';
import { operationRead, type KnownState } from '../../../operations/read/view.ts';
import { snapshotOf, sourceOf } from '../../support/api/fake-temporal.ts';

type Raw = Parameters<typeof pendingSteps>[0];
type Activity = NonNullable<Raw['pendingActivities']>[number];

const BENIGN = 1;
// The client does not export the enum.
/* oxlint-disable typescript/no-unsafe-enum-assignment */
const SCHEDULED = 1;
const STARTED = 2;

function wordsOf(...activities: Activity[]): string[] {
  return pendingSteps({ pendingActivities: activities }).map(({ words }) => words);
}

function failed(type: string, more: Partial<Activity> = {}): Activity {
  return {
    activityId: 'create/vpc/main/1',
    activityType: { name: 'provisionNode' },
    attempt: 3,
    lastFailure: {
      message: 'secret-of-another: at connect (net.ts:1)',
      applicationFailureInfo: { type },
    },
    ...more,
  };
}

describe('a step that is tried again', () => {
  test.each([
    ['a code of its own', failed('throttled'), 'vpc main: attempt 3, throttled'],
    [
      'a code of several words',
      failed('vpc_limit_exceeded'),
      'vpc main: attempt 3, vpc limit exceeded',
    ],
    ['the name of some class', failed('TypeError'), 'vpc main: attempt 3, internal error'],
    ['no type at all', failed(''), 'vpc main: attempt 3, internal error'],
    [
      'a deadline',
      { ...failed(''), lastFailure: { timeoutFailureInfo: {} } },
      'vpc main: attempt 3, timed out',
    ],
    [
      'a removal',
      { ...failed('throttled'), activityId: 'delete/nat_gateway/main-a/2', attempt: 7 },
      'nat gateway main-a: attempt 7, throttled',
    ],
    [
      'a step of no node',
      { ...failed('throttled'), activityId: '5', activityType: { name: 'claim' } },
      'claim: attempt 3, throttled',
    ],
  ])('after %s', (_what, activity, words) => {
    expect(wordsOf(activity)).toEqual([words]);
  });

  test.each([
    ['the first attempt', { ...failed('throttled'), attempt: 1 }],
    ['an attempt of which nothing failed', { ...failed('throttled'), lastFailure: null }],
    [
      'one that only waits',
      {
        ...failed('pending'),
        lastFailure: { applicationFailureInfo: { type: 'pending', category: BENIGN } },
      },
    ],
  ])('is none: %s', (_what, activity) => {
    expect(wordsOf(activity)).toEqual([]);
  });

  test('that waits for a blocker names the blocker', () => {
    const activity = {
      ...failed('blocked'),
      activityId: 'delete/subnet/private-a/1',
      lastFailure: {
        message: 'Waiting for subnet private-a to go: subnet-1 is still in use by eni-1.',
        applicationFailureInfo: { type: 'blocked', category: BENIGN },
      },
    };
    expect(wordsOf(activity)).toEqual([
      'Waiting for subnet private-a to go: subnet-1 is still in use by eni-1',
    ]);
    expect(wordsOf({ ...activity, activityId: '5' })).toEqual([]);
  });

  test('is listed in the same order, independent of the order in Temporal', () => {
    const one = failed('throttled');
    const other = { ...failed('throttled'), activityId: 'create/cluster/main/1' };
    expect(wordsOf(one, other)).toEqual(wordsOf(other, one));
  });

  test.each([
    [
      'waits in a worker',
      {
        state: STARTED,
        heartbeatDetails: {
          payloads: [defaultPayloadConverter.toPayload({ waitingFor: 'one of 4 engine slots' })],
        },
      },
      ['waiting for one of 4 engine slots'],
    ],
    [
      'has returned to the task queue',
      { state: SCHEDULED },
      ['waiting for one of 2 engine slots of organization acme'],
    ],
    [
      'runs an engine by now',
      {
        state: STARTED,
        heartbeatDetails: { payloads: [defaultPayloadConverter.toPayload({ returned: 1 })] },
      },
      [],
    ],
  ])('that needs an engine and %s', (_what, activity, words) => {
    const returned = {
      message: 'Waiting for one of 2 engine slots of organization acme.',
      applicationFailureInfo: { type: 'waiting_for_engine', category: BENIGN },
    };
    expect(
      wordsOf({ ...failed('waiting_for_engine'), lastFailure: returned, ...activity }),
    ).toEqual(words);
  });

  test("may be the operation's own", () => {
    const raw = { pendingActivities: [], pendingWorkflowTask: { attempt: 4 } } as unknown as Raw;
    expect(pendingSteps(raw)).toEqual([{ words: "the operation's own step: attempt 4" }]);
  });
});

describe('the note about pending steps', () => {
  const running = snapshotOf(3);
  const vpc: PendingStep = { node: 'vpc/main', words: 'vpc main: attempt 3, throttled' };
  const claim: PendingStep = { words: 'claim: attempt 2, timed out' };

  test('shows a step of a node while the node is running, and any other step while the version stays the same', () => {
    expect(noteOf([vpc, claim], 3, running)).toBe(`${vpc.words}; ${claim.words}`);
    expect(noteOf([vpc, claim], 2, running)).toBe(vpc.words);
    const resources = running.resources.map((each) => ({ ...each, status: 'succeeded' as const }));
    expect(noteOf([vpc, claim], 3, { ...running, resources })).toBe(claim.words);
    expect(noteOf([vpc], 3, { ...running, resources })).toBeUndefined();
    expect(noteOf([], 3, running)).toBeUndefined();
  });

  test('shows steps while the version stays the same, if only the memo is known', () => {
    const { resources: _resources, ...memo } = running;
    expect(noteOf([vpc], 3, memo)).toBe(vpc.words);
    expect(noteOf([vpc], 2, memo)).toBeUndefined();
  });

  test('lists at most three steps, and the number of the others', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((words) => ({ words }));
    expect(noteOf(steps.slice(0, 3), 3, running)).toBe('a; b; c');
    expect(noteOf(steps, 3, running)).toBe('a; b; c; and 2 more');
  });
});

describe("an operation's message", () => {
  const known: KnownState = snapshotOf(3);
  const source = sourceOf('01M8Z3NDEKTSV4RRFFQ69G5FAV', 3);
  const read = (note?: string) =>
    operationRead(source, known, { api: '' }, { source: 'query' }, note);

  test('has the state first, then the retried steps; the same words give the same bytes', () => {
    const told = read('vpc main: attempt 3, throttled');
    expect(told.operation.progress.message).toBe(
      'Creating a resource; vpc main: attempt 3, throttled',
    );
    expect(read('vpc main: attempt 3, throttled').body).toBe(told.body);
    expect(read('vpc main: attempt 3, throttled').revision).toEqual(told.revision);
  });

  test('has another revision with another note, and the same version', () => {
    const notes = [read(), read('vpc main: attempt 3, throttled'), read('vpc main: attempt 4')];
    expect(new Set(notes.map(({ revision }) => revision.note)).size).toBe(3);
    expect(new Set(notes.map(({ revision }) => revision.version))).toEqual(new Set([3]));
  });

  test('is cut at the maximum length', () => {
    expect(read('x'.repeat(5_000)).operation.progress.message).toHaveLength(1_024);
  });
});

test('a step that an operator has paused is named, whether it has failed before or not', () => {
  const paused = { paused: true, activityId: 'create/vpc/main/1', state: SCHEDULED };
  expect(wordsOf(paused, { ...failed('throttled'), paused: true, activityId: '5' })).toEqual([
    'provisionNode: paused in Temporal',
    'vpc main: paused in Temporal',
  ]);
});
