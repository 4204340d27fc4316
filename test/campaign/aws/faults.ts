/**
 * Injects faults, over the wire, at every node of a cluster's plan in AWS and at every call that changes
 * something. After a fault that can be retried, each resource exists once. After any other fault, the
 * operation is undone.
 */
import { expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import {
  BEFORE_CHANGE,
  CHANGE,
  COMPLETING,
  DELETING,
  expectOnly,
  firstOfEach,
  UPDATING,
} from '../../support/aws/actions.ts';
import type { AwsStack } from '../../support/aws/stack.ts';
import { campaign, sampleOf, sideBySide } from '../../support/campaign/campaign.ts';
import { seededChance } from '../../support/random.ts';
import { SMALL } from './small.ts';

const FOLLOW = { timeoutMs: 240_000 };
/** After these faults, the SDK or the saga repeats the call. */
const REPEATABLE = campaign.full
  ? (['lost_response', 'reset', 'throttle'] as const)
  : (['lost_response'] as const);

/**
 * Creates, changes and deletes a cluster with everything, with a fault at the first call of each kind and
 * for each node. Checks that every fault was hit, and that every call that changes something had one.
 * Needs an empty sandbox.
 */
export async function throughFaults(
  { stack, sandbox, nodesOf, planOf }: AwsStack,
  kind: (typeof REPEATABLE)[number],
  name: string,
): Promise<void> {
  async function through(operation: () => Promise<Operation>, actions: string[]) {
    const before = (await sandbox.calls()).length;
    await sandbox.addFaults(firstOfEach(kind, actions));
    const { id } = await operation();
    await stack.succeeded(id, FOLLOW);
    expect(await sandbox.faultsLeft()).toEqual([]);
    expectOnly(actions, await sandbox.calls(before));
  }
  const nodes = () => nodesOf(`clusters/${name}`);
  const plan = await planOf(BEFORE_CHANGE);
  await sandbox.faults({ faults: plan.map((node) => ({ kind, node })) });
  await through(() => stack.submit('/clusters', { name, ...BEFORE_CHANGE }), COMPLETING);
  expect(await nodes()).toEqual(plan);
  await through(() => stack.patch(`/clusters/${name}`, CHANGE.patch), UPDATING);
  expect(await nodes()).toEqual([...plan, ...CHANGE.adds].toSorted());
  await through(() => stack.remove(`/clusters/${name}`), DELETING);
}

export function repeatableFaults(aws: AwsStack): void {
  test.each(REPEATABLE)(
    '%s at every node, and at every call of its create, update and deletion: each resource exists once, and none after the deletion',
    async (kind) => {
      await throughFaults(aws, kind, `faulty-${kind.replace('_', '-')}`);
      expect(await aws.sandbox.things()).toEqual([]);
    },
    campaign.timeoutMs,
  );
}

/** Faults of requests that AWS accepts, and reports as failed later. */
const SLOW = /^(nat_gateway|control_plane|node_group|addon)\//;
const SIDE_BY_SIDE = 3;
const SPEC = campaign.full ? { karpenter: true } : SMALL;
/** How a create must fail, by its fault. */
const FINAL = {
  error: { errorType: 'validation', code: 'invalid_parameter_combination' },
  quota: { errorType: 'quota' },
  create_failed: { errorType: 'provider' },
} as const;

/** Leaves a network of the sandbox alone. */
export function finalFaults(aws: AwsStack): void {
  let count = 0;
  test(
    'a create that AWS refuses or reports as failed is undone and shows the reason',
    async () => {
      const { stack, sandbox, thingsOf, planOf } = aws;
      const plan = await planOf(SPEC);
      const chance = seededChance('aws faults');
      const kinds = sampleOf('aws final faults', Object.entries(FINAL), 1);
      const cases = kinds.flatMap(([kind, expected]) => {
        const nodes = kind === 'create_failed' ? plan.filter((it) => SLOW.test(it)) : plan;
        const some = campaign.full ? nodes : chance.sample(nodes, 1);
        return some.map((node) => ({ kind: kind as keyof typeof FINAL, node, expected }));
      });
      process.stdout.write(`aws faults: ${cases.length} creates that fail\n`);
      await sideBySide(cases, SIDE_BY_SIDE, async ({ kind, node, expected }) => {
        const name = `final-${(count += 1)}`;
        const resource = `clusters/${name}`;
        const code = kind === 'error' ? { code: 'InvalidParameterCombination' } : {};
        await sandbox.addFaults([{ kind, node, resource, ...code }]);
        const { id } = await stack.submit('/clusters', { name, ...SPEC });
        const { status, error } = await stack.finished(id, FOLLOW);
        expect({ status, error }).toMatchObject({
          status: 'failed',
          error: { ...expected, details: { causedBy: expect.stringContaining(node) } },
        });
        expect(error?.details.survivors ?? []).toEqual([]);
        expect((await stack.api.get(`/${resource}`)).status).toBe(404);
        expect((await thingsOf(resource)).map((thing) => thing.id)).toEqual([]);
      });
      expect(await sandbox.faultsLeft()).toEqual([]);
    },
    campaign.timeoutMs,
  );
}
