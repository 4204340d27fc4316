/** What is shown of a resource that is being worked on: the wait, the deadline and the last failure. */
import { defaultPayloadConverter } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { ProgressResource } from '../../../contract/operations/operation.ts';
import { pendingNodes, withFacts } from '../../../operations/pending/nodes.ts';

type Activity = NonNullable<Parameters<typeof pendingNodes>[0]['pendingActivities']>[number];

const WAIT = {
  for: 'vpc-1 is being created',
  cloudId: 'vpc-1',
  deadline: Date.UTC(2026, 0, 1, 12, 39, 2),
};
const THROTTLED = {
  code: 'throttled',
  message: 'Rate exceeded',
  errorType: 'throttling',
  retryable: true,
};

function activity(more: Partial<Activity>): Activity {
  return { activityId: 'create/vpc/main/1', activityType: { name: 'provisionNode' }, ...more };
}

const heartbeat = (details: unknown) => ({
  payloads: [defaultPayloadConverter.toPayload(details)],
});
const failure = (details: object, category = 0) => ({
  message: 'from the stack of a worker',
  applicationFailureInfo: { type: 'throttled', category, details: heartbeat(details) },
});

const factsOf = (more: Partial<Activity>) =>
  pendingNodes({ pendingActivities: [activity(more)] }).get('vpc/main');

describe('a resource', () => {
  test('shows what it waits for, its cloud id, and the minute of its deadline', () => {
    const facts = factsOf({
      attempt: 5,
      heartbeatDetails: heartbeat({ spentMs: 1, failures: 0, wait: WAIT }),
      lastFailure: failure({ ...THROTTLED, code: 'not_stabilized' }, 1),
    });
    expect(facts).toEqual({
      waitingFor: 'vpc-1 is being created',
      cloudId: 'vpc-1',
      deadlineAt: '2026-01-01T12:40:00.000Z',
    });
  });

  test('shows the failure of the last attempt', () => {
    expect(factsOf({ attempt: 6, lastFailure: failure(THROTTLED) })).toEqual({
      attempt: 6,
      lastFailure: { code: 'throttled', message: 'Rate exceeded' },
    });
  });

  test.each([
    ['a class of the worker', { applicationFailureInfo: { type: 'TypeError' } }, 'internal_error'],
    ['a deadline', { timeoutFailureInfo: {} }, 'deadline_exceeded'],
  ])('hides the words of %s', (_, rest, code) => {
    const lastFailure = { message: 'secret', ...rest };
    expect(factsOf({ attempt: 2, lastFailure })).toEqual({
      attempt: 2,
      lastFailure: { code, message: expect.not.stringContaining('secret') },
    });
  });

  test('has nothing to show at first, and no activity of another kind has', () => {
    expect(factsOf({ attempt: 1 })).toBeUndefined();
    const claim = activity({ activityId: '5', attempt: 3, lastFailure: failure(THROTTLED) });
    expect(pendingNodes({ pendingActivities: [claim] }).size).toBe(0);
  });
});

test('only resources that are being worked on get the facts', () => {
  const vpc: ProgressResource = {
    urn: 'urn:slipway:local:clusters:demo:vpc/main',
    type: 'vpc',
    name: 'main',
    operation: 'create',
    status: 'running',
  };
  const facts = new Map([['vpc/main', { waitingFor: 'it' }]]);
  expect(withFacts([vpc], facts)).toEqual([{ ...vpc, waitingFor: 'it' }]);
  const done: ProgressResource[] = [{ ...vpc, status: 'succeeded' }];
  expect(withFacts(done, facts)).toBe(done);
});
