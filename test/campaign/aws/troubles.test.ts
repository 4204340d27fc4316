/**
 * Faults, throttled calls and kills in AWS. The parts share one sandbox and one Temporal, and run in order on a network
 * on which clusters come and go.
 */
import { beforeAll, expect, test } from 'vitest';
import { startAwsStack, type AwsStack } from '../../support/aws/stack.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { crowd, CROWD_SETTINGS } from './crowd.ts';
import { finalFaults } from './faults.ts';
import { kills } from './kills.ts';
import { LAG_SETTINGS, letReadsLag } from './lag.ts';

const START_MS = 180_000;
const FOLLOW = { timeoutMs: 120_000 };

const aws = {} as AwsStack;
beforeAll(async () => {
  const env = { ...LAG_SETTINGS, ...CROWD_SETTINGS };
  Object.assign(aws, await startAwsStack({ temporal: 'own', env }));
  const { sandbox, stack } = aws;
  await letReadsLag(sandbox);
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
