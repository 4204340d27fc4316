/**
 * The campaign in AWS. Its parts share one sandbox and one Temporal. They run in order, each on what the
 * one before has left: first an empty sandbox, then a network, on which clusters come and go.
 */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAwsStack, type AwsStack } from '../../support/aws/stack.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { crowd, CROWD_SETTINGS } from './crowd.ts';
import { finalFaults, repeatableFaults } from './faults.ts';
import { kills } from './kills.ts';
import { losesAll, repeats } from './repeats.ts';

const WORKERS = path.resolve(import.meta.dirname, '../../support/workers');
const START_MS = 180_000;
const FOLLOW = { timeoutMs: 120_000 };

const aws = {} as AwsStack;
beforeAll(async () => {
  Object.assign(aws, await startAwsStack({ temporal: 'own', env: CROWD_SETTINGS }));
}, START_MS);

if (!losesAll) repeatableFaults(aws);

describe('with a worker that runs every activity twice', () => {
  const repeating = {} as AwsStack;
  beforeAll(async () => {
    const workerMain = path.join(WORKERS, 'repeating-worker.mjs');
    const options = { workerMain, temporal: aws.stack };
    Object.assign(repeating, await startAwsStack(options, aws.sandbox));
  }, START_MS);
  afterAll(() => repeating.stack.stop());
  repeats(repeating);
});

describe('on a network', () => {
  beforeAll(async () => {
    const { stack } = aws;
    await stack.succeeded((await stack.submit('/networks', { name: 'base' })).id, FOLLOW);
  }, START_MS);
  finalFaults(aws);
  crowd(aws);
  kills(aws);
  test(
    'the network is deleted at the end, and nothing remains',
    async () => {
      const { sandbox, stack } = aws;
      await stack.succeeded((await stack.remove('/networks/base')).id, FOLLOW);
      expect(await sandbox.things()).toEqual([]);
    },
    campaign.timeoutMs,
  );
});
