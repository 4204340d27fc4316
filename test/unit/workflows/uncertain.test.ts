/** What the end of an operation says about resources in doubt. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  RetryState,
  TimeoutFailure,
} from '@temporalio/common';
import { expect, test } from 'vitest';
import type { OperationError } from '../../../contract/operations/operation.ts';
import type { NodeOperation, NodeStatus } from '../../../contract/vocabulary.ts';
import {
  doubtsOfShown,
  isCanceledUnstarted,
  tellUncertain,
  uncertainAfter,
  withUncertain,
} from '../../../workflows/deployment/uncertain.ts';

function failed(cause: Error): ActivityFailure {
  return new ActivityFailure(
    'failed',
    'applyPlan',
    '7',
    RetryState.NON_RETRYABLE_FAILURE,
    'worker',
    cause,
  );
}

test('the doubts are read from each way in which an apply can end', () => {
  const details = [{ code: 'engine_died', uncertain: ['a.b'] }];
  const ofEarlierVersions = { uncertain: ['a.b'], unverified: [] };
  expect(uncertainAfter(failed(ApplicationFailure.create({ details })))).toEqual(ofEarlierVersions);
  expect(uncertainAfter(failed(new CancelledFailure('canceled', details)))).toEqual(
    ofEarlierVersions,
  );
  const doubts = { uncertain: ['a.b', 'a.c'], unverified: ['a.c'] };
  expect(uncertainAfter(failed(new CancelledFailure('canceled', [doubts])))).toEqual(doubts);
  const heartbeat = { sent: 3, running: ['a.b', 'a.c'], lost: ['a.b'] };
  const dead = new TimeoutFailure('no heartbeat', heartbeat, 'HEARTBEAT');
  expect(uncertainAfter(failed(dead))).toEqual(doubts);
  const none = { uncertain: [], unverified: [] };
  expect(uncertainAfter(failed(new TimeoutFailure('late', undefined, 'HEARTBEAT')))).toEqual(none);
  expect(uncertainAfter(new Error('other'))).toEqual(none);
});

test('after a cancel between two attempts, the doubts are what the first one was creating', () => {
  const unstarted = failed(new CancelledFailure('canceled', ['ACTIVITY_ID_NOT_STARTED']));
  expect(isCanceledUnstarted(unstarted)).toBe(true);
  const heard = failed(new CancelledFailure('canceled', [{ uncertain: [] }]));
  expect(
    [heard, failed(ApplicationFailure.create({})), new Error()].some(isCanceledUnstarted),
  ).toBe(false);
  const shown = (name: string, operation: NodeOperation, status: NodeStatus) => ({
    urn: `urn:slipway:local:deployments:web:db/${name}`,
    type: 'db',
    name,
    operation,
    status,
  });
  const resources = [
    shown('made', 'create', 'succeeded'),
    shown('begun', 'create', 'running'),
    shown('again.0', 'replace', 'running'),
    shown('changed', 'update', 'running'),
    shown('next', 'create', 'pending'),
  ];
  const doubts = ['db.begun', 'db.again.0'];
  expect(doubtsOfShown(resources)).toEqual({ uncertain: doubts, unverified: doubts });
});

test('a long message is cut, and its doubts are not', () => {
  const error: OperationError = {
    code: 'engine_died',
    message: 'x'.repeat(5_000),
    errorType: 'internal',
    details: { retryable: true },
  };
  const addresses = ['a', 'b', 'c', 'd'].map((name) => `db.${name.repeat(500)}`);
  const { message } = withUncertain(error, addresses, 512);
  expect(message).toHaveLength(512);
  expect(message).toContain(tellUncertain(addresses)[0]);
  expect(message).toContain('and 1 more: look by hand');
  expect(withUncertain(error, []).message).toHaveLength(2048);
});
