/** Why a resource of an operation is where it is, in words. */
import { expect, test } from 'vitest';
import type { components } from '../../../../client/openapi.ts';
import { resourceWhy } from '../../../../client/words/resource-words.ts';

type Resource = components['schemas']['ProgressResource'];

const running: Resource = {
  urn: 'urn:slipway:local:clusters:demo:control_plane/main',
  type: 'control_plane',
  name: 'main',
  operation: 'create',
  status: 'running',
};
const lastFailure = { code: 'throttled', message: 'Rate exceeded.' };

test('a resource that is tried again tells the attempt, the failure, the wait and the deadline', () => {
  const deadlineAt = '2026-01-01T12:40:00.000Z';
  const why = resourceWhy({
    ...running,
    attempt: 6,
    lastFailure,
    waitingFor: 'cp-1 is being created',
    deadlineAt,
  });
  expect(why).toMatch(
    /^attempt 6, because the last one failed with throttled: Rate exceeded; cp-1 is being created; gives up at \d\d:\d\d$/,
  );
});

test('a resource that failed tells its failure, and others tell nothing', () => {
  expect(resourceWhy({ ...running, status: 'failed', lastFailure })).toBe(
    'throttled: Rate exceeded.',
  );
  expect(resourceWhy(running)).toBeUndefined();
  expect(resourceWhy({ ...running, status: 'succeeded' })).toBeUndefined();
});
