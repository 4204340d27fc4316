/** Tests the AWS provider alone. All tests share one sandbox, and leave nothing of their own in it. */
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { ADMINISTRATOR } from '../../support/aws/policies/permissions.ts';
import {
  SANDBOX_CREDENTIALS,
  startAwsSandbox,
  type AwsSandbox,
} from '../../support/aws/sandbox.ts';
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
import { SANDBOX_SPEED } from './sandbox-provider.ts';
import { staleReads } from './stale-reads.ts';

const KEY = 'AWS_ACCESS_KEY_ID';
const DOCUMENTED = SANDBOX_CREDENTIALS[KEY];
/** Each of them takes a cluster through its life, so that each day has one of them. */
const LIVES = [access, autoMode, existingVpc, leftovers, staleReads];

const sandbox = {} as AwsSandbox;
beforeAll(async () => {
  Object.assign(sandbox, await startAwsSandbox({ speed: SANDBOX_SPEED }));
  process.env[KEY] = ADMINISTRATOR;
});
afterEach(async () => {
  await sandbox.faults({});
  // The provider may retry or swallow a refusal, so the sandbox remembers each one.
  await sandbox.expectNoneRefused();
});
afterAll(() => sandbox.stop?.());

describe('with the documented policy', () => {
  beforeAll(() => {
    process.env[KEY] = DOCUMENTED;
  });
  afterAll(() => {
    process.env[KEY] = ADMINISTRATOR;
  });
  permissions(sandbox);
  foreignResources(sandbox);
  describeConnections(sandbox);
  for (const life of sampleOf('lives in aws', LIVES, 1)) life(sandbox);
});

// The evaluation of policies would only take time in these.
describe('with all permissions', () => {
  oracles(sandbox);
  limits(sandbox);
  eksRules(sandbox);
  lifeCycle(sandbox);
  complaints(sandbox);
  instanceTypes(sandbox);
  conformance(sandbox);
});
