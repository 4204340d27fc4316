/**
 * Runs random sequences of create, patch, retry and delete on a cluster, with faults, cancels and
 * terminations at any moment. After every operation the cloud equals the ledger, and every preview came
 * true. At the end the cluster can reach its requested spec, and can be deleted.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { campaign, sideBySide } from '../support/campaign/campaign.ts';
import { CLUSTER, createNetwork } from '../support/campaign/changes.ts';
import { story, type Step } from '../support/campaign/random-changes.ts';
import { beginLife, type Life } from '../support/campaign/cluster-life.ts';
import { stubbornFault } from '../support/faults/random-faults.ts';
import { seededChance } from '../support/random.ts';
import { boundedShrinking } from '../support/campaign/bounded-shrinking.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

const SIDE_BY_SIDE = 4;
const MAX_STEPS = campaign.rounds(4, 8);
const RUNS = campaign.rounds(1, 10);
const SHRINKING = { runs: 40, timeMs: campaign.rounds(30_000, 300_000) };

let stack: Stack;
let count = 0;
const ended = new Map<string, number>();
beforeAll(async () => {
  // Short deadlines, because the tests wait for many hanging nodes that never get ready.
  stack = await startStack({ env: { SLIPWAY_DEADLINE_FACTOR: '0.05' } });
  await createNetwork(stack);
});
afterAll(() => {
  const lines = [...ended].map(([how, times]) => `changes: ${how}: ${times}\n`);
  process.stdout.write(lines.toSorted((a, b) => a.localeCompare(b)).join(''));
});

function begin(): Life {
  return beginLife(stack, `life-${(count += 1)}`, (how) => {
    ended.set(how, (ended.get(how) ?? 0) + 1);
  });
}

/** Runs the property on several clusters at once. `title` determines the seeds. */
async function expectHolds<T>(
  title: string,
  arbitrary: fc.Arbitrary<T>,
  property: (value: T) => Promise<void>,
): Promise<void> {
  const chance = seededChance(title);
  const seeds = Array.from({ length: campaign.rounds(1, 20) }, () => chance.int(1, 2 ** 31 - 1));
  await sideBySide(seeds, SIDE_BY_SIDE, async (seed) => {
    const bounded = boundedShrinking(SHRINKING, property);
    await fc.assert(fc.asyncProperty(arbitrary, bounded), {
      seed,
      numRuns: RUNS,
      plugins: [fc.unbiased()],
    });
  });
}

test(
  'after any sequence of changes and faults, the cloud equals the ledger, and every preview came true',
  async () => {
    await expectHolds('changes', story(MAX_STEPS), async (steps: Step[]) => {
      const life = begin();
      for (const step of steps) await life.take(step);
      await life.repair();
      await life.end();
    });
  },
  campaign.timeoutMs,
);

test(
  'after repeated failures and retries, no dead resource is adopted, and none exists twice',
  async () => {
    await expectHolds('retries', stubbornFault, async (fault) => {
      const life = begin();
      // Only Karpenter has event rules. A small cluster has every other type.
      const karpenter = campaign.full || fault.type === 'event_rule';
      const nodeGroups = [{ name: 'blue' }];
      const spec = { ...CLUSTER, karpenter, nodeGroups, onFailure: 'retain' };
      await life.untilSucceeded(() => life.create(spec, [fault]));
      const changed = [{ name: 'blue', instanceTypes: ['m5.xlarge'] }, { name: 'green' }];
      const patch = { kubernetesVersion: '1.34', nodeGroups: changed, onFailure: 'rollback' };
      // Another `times` makes it a new fault for the cloud, which counts each distinct fault
      // separately.
      await life.untilSucceeded(() => life.patch(patch, [{ ...fault, times: fault.times + 1 }]));
      await life.end();
    });
  },
  campaign.timeoutMs,
);
