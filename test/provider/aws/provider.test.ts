/** Tests the AWS provider alone. All tests share one sandbox, and leave nothing of their own in it. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startAwsSandbox, type AwsSandbox } from '../../support/aws/sandbox.ts';
import { access } from './settings/access.ts';
import { autoMode } from './settings/auto-mode.ts';
import { complaints } from './complaints.ts';
import { conformance } from './conformance.ts';
import { describeConnections } from './connections.ts';
import { eksRules } from './eks-rules.ts';
import { existingVpc } from './existing-vpc.ts';
import { foreignResources } from './permissions/foreign-resources.ts';
import { instanceTypes } from './instance-types.ts';
import { leftovers } from './leftovers.ts';
import { lifeCycle } from './life-cycle.ts';
import { limits } from './limits.ts';
import { oracles } from './oracles.ts';
import { permissions } from './permissions/permissions.ts';
import { sampleOf } from '../../support/campaign/campaign.ts';
import { staleReads } from './stale-reads.ts';
import { SANDBOX_SPEED } from './speed.ts';

const sandbox = {} as AwsSandbox;
beforeAll(async () => {
  Object.assign(sandbox, await startAwsSandbox({ speed: SANDBOX_SPEED }));
});
afterEach(async () => {
  await sandbox.faults({});
  // The provider may retry or swallow a refusal, so the sandbox remembers each one.
  await sandbox.expectNoneRefused();
});
afterAll(() => sandbox.stop?.());

// Each of them takes a cluster through its life, so that each day has two of them.
const LIVES = [autoMode, existingVpc, leftovers, staleReads];
for (const life of sampleOf('lives in aws', LIVES, 2)) life(sandbox);

oracles(sandbox);
limits(sandbox);
eksRules(sandbox);
access(sandbox);
permissions(sandbox);
foreignResources(sandbox);
lifeCycle(sandbox);
complaints(sandbox);
describeConnections(sandbox);
instanceTypes(sandbox);
conformance(sandbox);
