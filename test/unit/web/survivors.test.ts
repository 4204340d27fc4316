import { describe, expect, test } from 'vitest';
import { isLeftOver, survivorState, survivorTitle } from '../../../web/model/survivors.ts';
import { actionsOf, actionText, recommendedAction } from '../../../web/operation/action-texts.ts';
import { operationOf } from '../cli/operations.ts';

const failed = (
  operation: 'create_cluster' | 'update_cluster' | 'delete_cluster',
  code: string,
  retryable = true,
) =>
  operationOf([], {
    operation,
    status: 'failed',
    links: { self: '', retry: '/retry' },
    error: {
      code,
      errorType: 'provider',
      message: 'it failed',
      details: { retryable, survivors: ['urn:slipway:local:clusters:demo:vpc/main'] },
    },
  });

describe('survivors', () => {
  test.each([
    ['create_cluster', 'cleanup_failed', '1 resource could not be undone and may still exist'],
    ['update_cluster', 'cleanup_failed', '1 resource may not be as before'],
    ['delete_cluster', 'vpc_in_use', '1 resource still there'],
    // The change is made, and what it has replaced is still there.
    ['update_cluster', 'vpc_in_use', '1 resource still there'],
  ] as const)('of %s, %s', (kind, code, title) => {
    expect(survivorTitle(failed(kind, code))).toBe(title);
  });

  test('have one state', () => {
    expect(survivorState(failed('create_cluster', 'cleanup_failed'))).toBe('may still exist');
    expect(survivorState(failed('delete_cluster', 'vpc_in_use'))).toBe('still exists');
  });
});

describe('the recommended action', () => {
  test('is the deletion of what a failed creation has left', () => {
    const operation = failed('create_cluster', 'cleanup_failed');
    expect(isLeftOver(operation)).toBe(true);
    expect(actionsOf(operation)).toEqual(['remove', 'retry']);
    expect(recommendedAction(operation)).toBe('remove');
    expect(actionText('remove', operation, '').button).toBe('Delete the cluster');
  });

  test('is a retry, unless it would fail again', () => {
    const operation = failed('create_cluster', 'throttled');
    expect(recommendedAction(operation)).toBe('retry');
    const futile = failed('create_cluster', 'invalid_spec', false);
    expect(actionsOf(futile)).toEqual(['retry']);
    expect(recommendedAction(futile)).toBeUndefined();
    expect(actionText('retry', futile, '').text).toMatch(/^The same request fails/);
  });

  test('of a failed deletion is to delete again', () => {
    const operation = failed('delete_cluster', 'vpc_in_use');
    expect(recommendedAction(operation)).toBe('retry');
    expect(actionText('retry', operation, '').button).toBe('Delete again');
  });
});
