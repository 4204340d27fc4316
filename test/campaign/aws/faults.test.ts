/**
 * Every resource of a cluster's plan in AWS x every kind of fault, over the wire, and `kill -9` of the
 * worker at seeded moments. What can be repeated leads to one of everything, what cannot is undone; at
 * the end the sandbox is empty.
 */
import { beforeAll, expect, test } from 'vitest';
import { startAwsStack, type AwsStack } from '../../support/aws/stack.ts';
import { campaign, sideBySide } from '../../support/campaign.ts';
import { eventually } from '../../support/eventually.ts';
import { seededChance } from '../../support/seed.ts';

const FOLLOW = { timeoutMs: 120_000 };
const SIDE_BY_SIDE = 3;
/** About as many calls as a create or a deletion makes. */
const CALLS = 150;
/** After these a call is made again, by the SDK or by the saga. */
const REPEATABLE = campaign.full
  ? (['lost_response', 'reset', 'throttle'] as const)
  : (['lost_response'] as const);
/** What AWS takes, and may call failed later. */
const SLOW = /^(nat_gateway|control_plane|node_group|addon)\//;
/** How a create must fail, by the fault. */
const FINAL = {
  error: { errorType: 'validation', code: 'invalid_parameter_combination' },
  quota: { errorType: 'quota' },
  create_failed: { errorType: 'provider' },
} as const;
const DELETES = [
  'DeleteVpc',
  'DeleteSubnet',
  'DeleteInternetGateway',
  'ReleaseAddress',
  'DeleteNatGateway',
  'DeleteRouteTable',
  'DeleteVpcEndpoints',
  'DeleteSecurityGroup',
  'DeleteRole',
  'DeleteOpenIDConnectProvider',
  'DeleteCluster',
  'DeleteNodegroup',
  'DeleteAddon',
  'DeleteAccessEntry',
  'DeletePodIdentityAssociation',
  'DeleteLaunchTemplate',
  'DeleteQueue',
  'DeleteRule',
];

let aws: AwsStack;
let plan: string[];
let count = 0;

beforeAll(async () => {
  aws = await startAwsStack();
  const preview = await aws.stack.preview('POST', '/clusters', { name: 'plan' });
  plan = (preview.progress.resources ?? []).map(({ type, name }) => `${type}/${name}`);
}, 180_000);

const newName = () => `f${(count += 1)}`;

test.each(REPEATABLE)(
  '%s at every resource, at its create and at its deletion: one of everything, then nothing',
  async (kind) => {
    const { stack, sandbox, thingsOf } = aws;
    const name = newName();
    await sandbox.faults({ faults: plan.map((node) => ({ kind, node })) });
    const { id } = await stack.submit('/clusters', { name });
    const { progress } = await stack.succeeded(id, FOLLOW);
    expect(progress.summary.total).toBe(plan.length);
    expect(await sandbox.faultsLeft()).toEqual([]);
    const nodes = (await thingsOf(`clusters/${name}`)).map(
      ({ tags }) => tags['slipway:node'] ?? '',
    );
    expect(nodes.toSorted()).toEqual(plan.toSorted());

    await sandbox.faults({ faults: DELETES.map((action) => ({ kind, action: `^${action}$` })) });
    await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, FOLLOW);
    expect(await sandbox.faultsLeft()).toEqual([]);
    expect(await sandbox.things()).toEqual([]);
  },
  campaign.timeoutMs,
);

test(
  'a create that AWS refuses, or calls failed, is told with its reason and undone',
  async () => {
    const { stack, sandbox, thingsOf } = aws;
    const chance = seededChance('aws faults');
    const cases = Object.entries(FINAL).flatMap(([kind, expected]) => {
      const nodes = kind === 'create_failed' ? plan.filter((it) => SLOW.test(it)) : plan;
      const some = campaign.full ? nodes : chance.sample(nodes, 1);
      return some.map((node) => ({ kind: kind as keyof typeof FINAL, node, expected }));
    });
    process.stdout.write(`aws faults: ${cases.length} creates that fail\n`);
    await sideBySide(cases, SIDE_BY_SIDE, async ({ kind, node, expected }) => {
      const name = newName();
      const resource = `clusters/${name}`;
      const code = kind === 'error' ? { code: 'InvalidParameterCombination' } : {};
      await sandbox.addFaults([{ kind, node, resource, ...code }]);
      const { id } = await stack.submit('/clusters', { name });
      const { status, error } = await stack.finished(id, FOLLOW);
      expect({ status, error }).toMatchObject({
        status: 'failed',
        error: { ...expected, details: { causedBy: expect.stringContaining(node) } },
      });
      expect((await stack.api.get(`/${resource}`)).status).toBe(404);
      expect(await thingsOf(resource)).toEqual([]);
    });
    expect(await sandbox.faultsLeft()).toEqual([]);
  },
  campaign.timeoutMs,
);

/** Kills the worker once so many more calls have been made, and starts it again. */
async function strikeAfter(calls: number): Promise<void> {
  const { sandbox, stack } = aws;
  const from = (await sandbox.calls()).length;
  await eventually(async () => (await sandbox.calls()).length >= from + calls, FOLLOW);
  await stack.worker.kill();
  await stack.worker.start();
}

test(
  'no resume after a partial failure: a killed worker leaves one of everything, and the next goes on',
  async () => {
    const { sandbox, stack, thingsOf } = aws;
    const chance = seededChance('aws kills');
    const rounds = campaign.rounds(1, 15);
    for (let round = 0; round < rounds; round++) {
      const name = `k${round}`;
      const { id } = await stack.submit('/clusters', { name });
      await strikeAfter(chance.int(1, CALLS));
      const { progress } = await stack.succeeded(id, FOLLOW);
      const nodes = (await thingsOf(`clusters/${name}`)).map(({ tags }) => tags['slipway:node']);
      expect(nodes).toHaveLength(progress.summary.total);
      expect(new Set(nodes).size).toBe(nodes.length);
      const removal = await stack.remove(`/clusters/${name}`);
      if (campaign.full) await strikeAfter(chance.int(1, CALLS));
      await stack.succeeded(removal.id, FOLLOW);
      expect(await sandbox.things()).toEqual([]);
    }
  },
  campaign.timeoutMs,
);
