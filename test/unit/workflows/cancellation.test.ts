/** What the cancel of an operation does to its activities in flight. */
import { expect, test } from 'vitest';
import { createActivities } from '../../../activities/index.ts';
import type { ActivityDeps } from '../../../activities/deps.ts';
import { CANCELLATION } from '../../../workflows/operation/cancellation.ts';

/** The activities that only read. A workflow may leave them behind. */
const READS = [
  'discoverInstanceTypes',
  'findSources',
  'followOperation',
  'listCloudResources',
  'operationState',
  'plan',
  'planDeletion',
  'planSource',
  'recoverLedger',
  'validate',
  'verify',
  'verifyDeleted',
];

test('a canceled workflow waits for every activity that has an effect', () => {
  const all = Object.keys(createActivities({} as ActivityDeps)).toSorted();
  expect(Object.keys(CANCELLATION).toSorted()).toEqual(all);
  const leftBehind = Object.entries(CANCELLATION)
    .filter(([, type]) => type !== 'WAIT_CANCELLATION_COMPLETED')
    .map(([name]) => name);
  expect(leftBehind.toSorted()).toEqual(READS);
});
