/** The check of a role waits for its owner, and for nothing else. */
import { expect, test } from 'vitest';
import { retriedUntilTrusted } from '../../../activities/entities/role-wait.ts';
import { applicationFailure } from '../../../activities/failure.ts';

const WAIT = { forMs: 60_000, pauseMs: 5_000 };

function failure(code: string) {
  const details = { code, message: 'no', errorType: 'authentication', retryable: false } as const;
  return applicationFailure(details);
}

test('a role that cannot be assumed yet is tried again after the pause', () => {
  expect(retriedUntilTrusted(failure('role_not_assumable'), WAIT, 0)).toMatchObject({
    type: 'role_not_assumable',
    nonRetryable: false,
    nextRetryDelay: WAIT.pauseMs,
    details: [{ code: 'role_not_assumable', retryable: false }],
  });
});

test.each([
  ['role_not_assumable', 55_001, 'the time is up'],
  ['external_id_not_required', 0, 'the policy is wrong'],
  ['session_tags_refused', 0, 'the policy is wrong'],
  ['account_mismatch', 0, 'the request is wrong'],
])('%s after %i ms is final: %s', (code, waited) => {
  const given = failure(code);
  expect(retriedUntilTrusted(given, WAIT, waited)).toBe(given);
  expect(given.nonRetryable).toBe(true);
});

test('errors of another kind stay as they are', () => {
  const error = new Error('bug');
  expect(retriedUntilTrusted(error, WAIT, 0)).toBe(error);
});
