/**
 * Replaces a node group. The cloud never has fewer ready nodes than the smaller of the old and the new
 * size, even if the change fails, is canceled, or has to be retried.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../contract/providers/simulation.ts';
import { campaign, sampleOf, sideBySide } from '../support/campaign/campaign.ts';
import { createNetwork, SMALL } from '../support/campaign/changes.ts';
import { ofCluster, type CloudResource } from '../support/stack/cloud.ts';
import { eventually } from '../support/eventually.ts';
import { seededChance } from '../support/random.ts';
import { startStack, type Stack } from '../support/stack/stack.ts';

/** Slow enough to poll many times while a node group is created or deleted. */
const SPEED = 20;
const POLL_MS = 5;
const FOLLOW = { timeoutMs: 60_000 };
/** The number of changes that such an update shows. */
const MAX_CHANGES = 12;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ speed: SPEED });
  await createNetwork(stack);
});

interface Replacement {
  from?: number;
  to?: number;
  /** The faults of the cluster's create, and of the change. */
  faults?: { before?: Fault[]; now?: Fault[] };
  /** Runs during the operation. */
  strike?: (id: string, name: string) => Promise<unknown>;
  ends?: string | undefined;
  /** Retries the change, which then succeeds. */
  retried?: true;
}

const nodeGroupFault = (when: Fault['when'], code?: string): Fault => ({
  type: 'node_group',
  name: 'main',
  when,
  kind: 'error',
  ...(code !== undefined && { code }),
  times: 1,
});
const ON_COREDNS: Fault = {
  type: 'addon',
  name: 'coredns',
  when: 'ready',
  kind: 'error',
  times: 1,
};

const REPLACEMENTS: Record<string, Replacement> = {
  'and grows': { from: 1, to: 3 },
  'and shrinks': { from: 3, to: 2 },
  'and the new one does not get ready': {
    faults: { now: [nodeGroupFault('ready')] },
    ends: 'create_failed',
  },
  'and what comes after it fails': { faults: { now: [ON_COREDNS] }, ends: 'create_failed' },
  'and the old one cannot be deleted at once': {
    faults: { before: [nodeGroupFault('delete', 'AccessDenied')] },
    ends: 'permission_denied',
    retried: true,
  },
  'and the change is canceled': {
    async strike(id, name) {
      await untilBothExist(name);
      await stack.api.post(`/operations/${id}/cancel`);
    },
    ends: 'operation_canceled',
    retried: true,
  },
  'and the change is terminated': {
    async strike(id, name) {
      await untilBothExist(name);
      await (await stack.temporalClient()).workflow.getHandle(id).terminate('a test');
    },
    ends: 'operation_terminated',
    retried: true,
  },
};

/** The generations of the cluster's node group. */
async function generations(name: string): Promise<CloudResource[]> {
  const there = await stack.inspect.resources(ofCluster(name));
  return there.filter(({ type }) => type === 'node_group');
}

/** Resolves when the old and the new node group both exist. */
async function untilBothExist(name: string): Promise<void> {
  await eventually(async () => (await generations(name)).length === 2, FOLLOW);
}

/** Polls the number of ready nodes until the work is done. */
async function watchReadyNodes(
  name: string,
  work: Promise<unknown>,
): Promise<{ fewest: number; mostGroups: number }> {
  let isDone = false;
  const seen = { fewest: Infinity, mostGroups: 0 };
  const done = work.finally(() => (isDone = true));
  const watching = eventually(
    async () => {
      const groups = await generations(name);
      // A node group that is being deleted loses its nodes.
      const staying = groups.filter(({ state }) => state !== 'deleting');
      const ready = staying.reduce((sum, { outputs }) => sum + Number(outputs['readyNodes']), 0);
      seen.fewest = Math.min(seen.fewest, ready);
      seen.mostGroups = Math.max(seen.mostGroups, staying.length);
      return isDone;
    },
    { timeoutMs: 2 * FOLLOW.timeoutMs, intervalMs: POLL_MS },
  );
  await Promise.all([done, watching]);
  return seen;
}

const groupOf = (desiredSize: number, instanceType: string) => [
  { name: 'main', instanceTypes: [instanceType], minSize: 1, desiredSize, maxSize: 4 },
];

async function make(name: string, size: number, faults: Fault[] = []): Promise<void> {
  const nodeGroups = groupOf(size, 'm5.large');
  const simulation = { faults };
  const { networkId } = SMALL;
  const spec = { name, networkId, nodeGroups, addons: [], karpenter: false, simulation };
  await stack.succeeded((await stack.submit('/clusters', spec)).id, FOLLOW);
}

async function replace(name: string, { to = 2, faults, strike, ends, retried }: Replacement) {
  const patch = {
    nodeGroups: groupOf(to, 'm5.xlarge'),
    addons: ['coredns'],
    simulation: { faults: faults?.now ?? [] },
  };
  const { id } = await stack.patch(`/clusters/${name}`, patch);
  await strike?.(id, name);
  const operation = await stack.finished(id, FOLLOW);
  expect(operation.error?.code).toBe(ends);
  if (retried) await stack.succeeded((await stack.submit(`/operations/${id}/retry`)).id, FOLLOW);
}

async function expectIntact(name: string, instanceType: string): Promise<void> {
  await stack.expectCloudEqualsLedger('cluster', name);
  const machines = (await generations(name)).map(({ properties }) => properties['instanceTypes']);
  expect(machines).toEqual([[instanceType]]);
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, FOLLOW);
  await stack.expectCleanCloud(ofCluster(name));
}

test(
  'a replaced node group never has too few ready nodes',
  async () => {
    const numbered = Object.keys(REPLACEMENTS).map((title, number) => ({ title, number }));
    await sideBySide(sampleOf('replacements', numbered, 3), 4, async ({ title, number }) => {
      const replacement = REPLACEMENTS[title] ?? {};
      const { from = 2, to = 2, faults, ends, retried } = replacement;
      const name = `replaced-${number}`;
      await make(name, from, faults?.before);
      const seen = await watchReadyNodes(name, replace(name, replacement));
      expect(seen.fewest).toBeGreaterThanOrEqual(Math.min(from, to));
      expect(seen.mostGroups).toBe(2);
      const isChanged = ends === undefined || retried === true;
      await expectIntact(name, isChanged ? 'm5.xlarge' : 'm5.large');
    });
  },
  campaign.timeoutMs,
);

test(
  'two concurrent replacements, a failing one and one with a killed worker, never have too few ready nodes',
  async () => {
    const chance = seededChance('kills while a node group is replaced');
    for (let number = 0; number < campaign.rounds(1, 12); number++) {
      const changes = [
        { name: `killed-${number}`, faults: [], ends: undefined, machine: 'm5.xlarge' },
        {
          name: `failed-${number}`,
          faults: [ON_COREDNS],
          ends: 'create_failed',
          machine: 'm5.large',
        },
      ];
      const version = chance.int(5, MAX_CHANGES);
      await Promise.all(changes.map(({ name }) => make(name, 3)));
      await Promise.all(
        changes.map(async ({ name, faults, ends, machine }, first) => {
          const strike = async (id: string) => {
            if (first !== 0) return;
            await stack.follow(id, { ...FOLLOW, until: (it) => it.version >= version });
            await stack.worker.kill();
            await stack.worker.start();
          };
          const change = replace(name, { to: 2, faults: { now: faults }, strike, ends });
          const { fewest, mostGroups } = await watchReadyNodes(name, change);
          expect(fewest).toBeGreaterThanOrEqual(2);
          expect(mostGroups).toBe(2);
          await expectIntact(name, machine);
        }),
      );
    }
  },
  campaign.timeoutMs,
);
