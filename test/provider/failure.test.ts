import { expect, test } from 'vitest';
import { detailsOf } from '../../activities/failure.ts';
import { operationErrorSchema, progressSchema } from '../../contract/operations/operation.ts';
import { ProviderError } from '../../providers/provider.ts';

test('the message of an error with many faults fits into an operation, and its fields name all faults', () => {
  const fieldErrors = Object.fromEntries(
    Array.from({ length: 600 }, (_, i) => [`nodeGroups.${i}`, 'there is no such instance type']),
  );
  const publicMessage = Object.entries(fieldErrors).flat().join(' ');
  const error = new ProviderError({
    code: 'invalid_request',
    errorType: 'validation',
    publicMessage,
    retryable: false,
    fieldErrors,
  });
  const { code, message, errorType, ...details } = detailsOf(error);
  expect(`${publicMessage.slice(0, message.length - 1)}…`).toBe(message);
  const read = operationErrorSchema.parse({ code, message, errorType, details });
  expect(read.details.fieldErrors).toEqual(fieldErrors);
  const summary = { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 };
  expect(progressSchema.safeParse({ stage: 'done', message, summary, resources: [] }).success).toBe(
    true,
  );
});
