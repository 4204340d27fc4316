/** Tests networks, clusters and connections in AWS through the HTTP API, all on one stack with one sandbox. */
import { beforeAll } from 'vitest';
import { sampleOf } from '../../support/campaign/campaign.ts';
import { startAwsStack, type AwsStack } from '../../support/aws/stack.ts';
import { connections } from './connection.ts';
import { existingVpc } from './existing-vpc.ts';
import { lifeCycle } from './life-cycle.ts';
import { nodeGroups } from './node-groups.ts';
import { failingSmokeRun, smokeRun } from './smoke.ts';

const aws = {} as AwsStack;
beforeAll(async () => {
  Object.assign(aws, await startAwsStack({ temporal: 'own' }));
}, 180_000);

// The tests of connections come first: they search all files of the stack, also Temporal's, and all calls.
connections(aws);
lifeCycle(aws);
smokeRun(aws);
const rotating = [existingVpc, failingSmokeRun, nodeGroups];
for (const story of sampleOf('stories in aws', rotating, 1)) story(aws);
