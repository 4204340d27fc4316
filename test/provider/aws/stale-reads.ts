/** The whole life of a network and of a cluster while reads lag behind writes, as in EC2 and IAM. */
import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { Owner } from '../../../contract/resources/graph.ts';
import { cluster, dependenciesOf, network, ownerOf } from '../../support/aws/plans.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';
import { eventually } from '../../support/eventually.ts';
import { ensureReady, tearDown, walk } from '../graph-walk.ts';
import { SANDBOX_SPEED, sandboxProvider } from './sandbox-provider.ts';

const MS_PER_DAY = 86_400_000;
const SEEDS = 10;
/** How many calls of the provider a read may lag behind. */
const LAG_CALLS = 16;
/** EC2 shows most changes within seconds. The provider waits for three times as long: 15 s. */
const MS_PER_CALL = 5_000 / LAG_CALLS / SANDBOX_SPEED;
const TEST_MS = 120_000;

/** A resource as it is created, and as it is changed. */
const LIVES = [
  {
    type: 'network' as const,
    created: network({ natGateways: 'single', tags: { stage: 'test' } }),
    changed: network({ natGateways: 'single', tags: { team: 'blue' } }),
  },
  {
    type: 'cluster' as const,
    created: cluster({ karpenter: false, tags: { stage: 'test' } }),
    changed: cluster({
      karpenter: false,
      kubernetesVersion: '1.34',
      tags: { team: 'blue' },
      nodeGroups: [{ name: 'default', desiredSize: 3 }],
    }),
  },
];

/** Both lives at ten seeds in the whole campaign. Otherwise that of a cluster with its network, at a seed for each day. */
function chosenLives(now: number) {
  const all = Array.from({ length: SEEDS }, (_, index) => index + 1);
  if (process.env['SLIPWAY_CAMPAIGN'] === 'full') {
    return all.flatMap((seed) => LIVES.map((life) => ({ seed, ...life })));
  }
  const seed = (Math.floor(now / MS_PER_DAY) % SEEDS) + 1;
  return LIVES.filter(({ type }) => type === 'cluster').map((life) => ({ seed, ...life }));
}

export function staleReads(sandbox: AwsSandbox): void {
  afterEach(() => sandbox.rules({}));

  async function idsOf({ resourceUid }: Owner): Promise<string[]> {
    const things = await sandbox.things();
    return things.filter((it) => it.tags['slipway:uid'] === resourceUid).map((it) => it.id);
  }

  test.each(chosenLives(Date.now()))(
    'a $type lives through stale reads (seed $seed)',
    { timeout: TEST_MS },
    async ({ seed, type, created, changed }) => {
      // Time passes with the calls, so that the test does not depend on how fast the machine is.
      let calls = 0;
      const provider = sandboxProvider(sandbox, {
        clock: () => calls * MS_PER_CALL,
        onCall: () => void (calls += 1),
      });
      const { signal } = new AbortController();
      setMaxListeners(0, signal);
      const context = { signal };
      const owner = ownerOf(type, `stale-${seed}`);
      await sandbox.rules({ staleReads: { max: LAG_CALLS, unit: 'calls', seed } });

      const refs = await walk(provider, owner, provider.plan(owner, created), context);
      const plan = provider.plan(owner, changed);
      for (const node of plan) {
        const request = { owner, node, dependencies: dependenciesOf(node, refs) };
        refs.set(node.urn, await ensureReady(provider, request, context));
      }
      const made = [...refs.values()].map(({ cloudId }) => cloudId).toSorted();
      await eventually(async () => {
        const found = await provider.read(owner, context);
        return String(found.map(({ cloudId }) => cloudId).toSorted()) === String(made);
      });
      await tearDown(provider, owner, plan, context, refs);
      await sandbox.rules({});
      expect(await idsOf(owner)).toEqual([]);
    },
  );
}
