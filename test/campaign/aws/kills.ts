/**
 * Kills each process with `kill -9` at seeded moments of creates, updates, deletions and rollbacks of
 * EKS clusters. Every operation ends as it would have without the kill, can be read meanwhile, and
 * leaves each resource exactly once. The sandbox is not killed, because it keeps its contents in
 * memory, and AWS does not lose any.
 */
import { expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { isTerminal } from '../../../contract/vocabulary.ts';
import { BEFORE_CHANGE, CHANGE } from '../../support/aws/actions.ts';
import type { AwsStack } from '../../support/aws/stack.ts';
import { campaign } from '../../support/campaign/campaign.ts';
import { eventually } from '../../support/eventually.ts';
import { followThroughOutage } from '../../support/faults/outage.ts';
import { seededChance } from '../../support/random.ts';
import { isOfCluster, SMALL } from './small.ts';

const VICTIMS = ['worker', 'api', 'temporal'] as const;
const FOLLOW = { timeoutMs: 120_000 };
const ROUNDS = { few: 1, many: 12 };

const SPEC = campaign.full ? { karpenter: false, addons: ['vpc-cni', 'coredns'] } : SMALL;
/** The spec of the clusters that are only created or deleted, and about the calls of each. */
const WHOLE = campaign.full
  ? { spec: { karpenter: true }, calls: 200 }
  : { spec: SMALL, calls: 60 };
const { tags: _tags, ...PATCH } = CHANGE.patch;

interface Phase {
  begin(name: string): Promise<Operation>;
  /** About the number of calls that the phase makes. */
  calls: number;
  /** What exists at the end of the phase. */
  left?: object;
  /** How the phase fails. Without it the phase succeeds. */
  code?: string;
}

export function kills(aws: AwsStack): void {
  async function createCluster(name: string, spec: object): Promise<void> {
    await aws.stack.succeeded(
      (await aws.stack.submit('/clusters', { name, ...BEFORE_CHANGE, ...spec })).id,
      FOLLOW,
    );
  }

  const PHASES: Record<string, Phase> = {
    create: {
      begin: (name) => aws.stack.submit('/clusters', { name, ...WHOLE.spec }),
      calls: WHOLE.calls,
      left: WHOLE.spec,
    },
    update: {
      async begin(name) {
        await createCluster(name, SPEC);
        return aws.stack.patch(`/clusters/${name}`, PATCH);
      },
      calls: 40,
      left: { ...SPEC, ...PATCH },
    },
    rollback: {
      async begin(name) {
        const fault = { kind: 'create_failed', node: 'addon/coredns' } as const;
        await aws.sandbox.faults({ faults: [{ ...fault, resource: `clusters/${name}` }] });
        const operation = await aws.stack.submit('/clusters', { name, ...SPEC });
        await aws.stack.follow(operation.id, {
          ...FOLLOW,
          until: ({ progress }) => progress.stage === 'rolling_back',
        });
        return operation;
      },
      calls: campaign.full ? 100 : 60,
      code: 'admission_request_denied',
    },
    delete: {
      async begin(name) {
        await createCluster(name, WHOLE.spec);
        return aws.stack.remove(`/clusters/${name}`);
      },
      calls: WHOLE.calls,
    },
  };
  const PHASE_NAMES = Object.keys(PHASES);

  /** Resolves when AWS has received this many calls, or the operation has ended. */
  async function afterCalls(calls: number, operationId: string): Promise<void> {
    const from = (await aws.sandbox.calls()).length;
    await eventually(async () => {
      if ((await aws.sandbox.calls(from)).length >= calls) return true;
      const { body } = await aws.stack.api.get(`/operations/${operationId}`);
      return isTerminal((body as Operation).status);
    }, FOLLOW);
  }

  const victims = campaign.full ? VICTIMS : seededChance('aws victims').sample(VICTIMS, 1);

  test.each(victims)(
    'no resume after a partial failure: killing %s changes no outcome',
    async (victim) => {
      const { sandbox, stack, nodesOf, planOf } = aws;
      const chance = seededChance(`aws kills of ${victim}`);
      const first = chance.int(0, PHASE_NAMES.length - 1);
      let polls = 0;
      for (let round = 0; round < campaign.rounds(ROUNDS.few, ROUNDS.many); round++) {
        const phase = PHASE_NAMES[(first + round) % PHASE_NAMES.length] ?? 'create';
        const { begin, calls, left, code } = PHASES[phase] as Phase;
        const name = `${victim}-${round}`;
        const { id } = await begin(name);
        const moment = chance.int(1, calls);
        process.stdout.write(`${phase} of ${name}: after ${moment} calls\n`);
        await afterCalls(moment, id);
        const { operation, pollsMeanwhile } = await followThroughOutage(stack.api, id, {
          victim,
          async strike() {
            await stack.part(victim).kill();
            await stack.part(victim).start();
          },
          ...FOLLOW,
        });
        polls += pollsMeanwhile;
        const { status, error } = operation;
        expect({ status, code: error?.code }).toEqual({
          status: code === undefined ? 'succeeded' : 'failed',
          code,
        });
        expect(await nodesOf(`clusters/${name}`)).toEqual(left ? await planOf(left) : []);
        expect((await stack.api.get(`/clusters/${name}`)).status).toBe(left ? 200 : 404);
        if (left !== undefined) {
          await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, FOLLOW);
        }
        expect((await sandbox.things()).filter(isOfCluster)).toEqual([]);
      }
      expect(polls).toBeGreaterThan(0);
    },
    campaign.timeoutMs,
  );
}
