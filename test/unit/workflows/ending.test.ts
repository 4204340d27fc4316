/** The error with which an operation ends. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  RetryState,
} from '@temporalio/common';
import { expect, test } from 'vitest';
import { endingError } from '../../../workflows/operation/errors.ts';

function failed(cause: Error): ActivityFailure {
  const { CANCEL_REQUESTED } = RetryState;
  return new ActivityFailure('failed', 'checkConnection', '3', CANCEL_REQUESTED, 'worker', cause);
}

const details = {
  code: 'role_not_assumable',
  message: 'The role does not trust Slipway.',
  errorType: 'permission',
  retryable: true,
};
const refused = failed(
  ApplicationFailure.create({ type: details.code, message: details.message, details: [details] }),
);

test('a cancel is a cancel, also if the activity has failed before it heard of it', () => {
  for (const cause of [refused, failed(new CancelledFailure('canceled'))]) {
    expect(endingError({ cause, canceled: true }, 'urn')).toMatchObject({
      code: 'operation_canceled',
      errorType: 'canceled',
    });
  }
});

test('a failure without a cancel is named with its cause', () => {
  expect(endingError({ cause: refused, canceled: false }, 'urn')).toMatchObject({
    code: 'role_not_assumable',
    details: { causedBy: 'urn' },
  });
});
