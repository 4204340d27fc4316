/**
 * Terminates an update in Temporal at every stage. Then a retry finishes the update, another patch
 * makes the newly requested spec, or a deletion removes everything. No resource is lost that a request
 * did not give up.
 */
import { WorkflowNotFoundError } from '@temporalio/client';
import { beforeAll, expect, test } from 'vitest';
import type { Activities } from '../../../activities/index.ts';
import { campaign, sideBySide } from '../../support/campaign/campaign.ts';
import { CHANGES, EVERYTHING, type Change } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import {
  differences,
  expectChanged,
  expectNodesUnchanged,
  stateOf,
  type ClusterState,
} from '../../support/stack/cluster-state.ts';
import { UPDATE_STAGES } from '../../support/faults/hold.ts';
import { plannedActions } from '../../support/stack/planned-actions.ts';
import { seededChance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { atRandomMoments, type StagesScene } from './scene.ts';

let stack: Stack;
let hold: StagesScene['hold'];

async function createCluster(name: string, { from }: Change = EVERYTHING): Promise<ClusterState> {
  await stack.succeeded((await stack.submit('/clusters', { name, ...from })).id);
  return stateOf(stack, name);
}

async function terminate(id: string): Promise<void> {
  const client = await stack.temporalClient();
  // The operation may have ended before the termination.
  await client.workflow
    .getHandle(id)
    .terminate('a test')
    .catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
}

/**
 * Terminates an update while it waits before the activity. The activity attempt of the terminated run
 * stays active.
 */
async function terminateBefore(
  activity: keyof Activities,
  name: string,
  { patch }: Change = EVERYTHING,
): Promise<string> {
  hold.before(activity);
  const { id } = await stack.patch(`/clusters/${name}`, patch);
  await hold.reached(activity);
  await terminate(id);
  expect(await stack.finished(id)).toMatchObject({
    status: 'failed',
    error: { code: 'operation_terminated' },
  });
  await stack.expectLedgerNamesCloud('cluster', name);
  return id;
}

async function deleteCluster(name: string): Promise<void> {
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id);
  await stack.expectCleanCloud(ofCluster(name));
  expect((await stack.api.get(`/clusters/${name}`)).status).toBe(404);
}

/** Nodes that the update worked on may have been replaced. */
async function expectRestored(name: string, before: ClusterState): Promise<void> {
  const now = await stateOf(stack, name);
  expect(now.record).toEqual(before.record);
  expectNodesUnchanged(before, now, EVERYTHING.does);
  expect(plannedActions(await stack.preview('PATCH', `/clusters/${name}`, {}))).toEqual({});
}

/** The requests that may come next. */
const NEXT = {
  async retry(id: string, name: string, before: ClusterState) {
    const { id: next } = await stack.submit(`/operations/${id}/retry`);
    hold.release();
    await stack.succeeded(next);
    await expectChanged(stack, name, before, EVERYTHING);
  },
  /** Requests the earlier spec. */
  async patch(_id: string, name: string, before: ClusterState) {
    const { id: next } = await stack.patch(`/clusters/${name}`, {});
    hold.release();
    await stack.succeeded(next);
    await expectRestored(name, before);
  },
  async delete(_id: string, name: string) {
    const { id: next } = await stack.remove(`/clusters/${name}`);
    hold.release();
    await stack.succeeded(next);
    await stack.expectCleanCloud(ofCluster(name));
  },
} as const;

/** Every stage with every next request, or in `npm test` a seeded few. */
function rounds(): { stage: keyof typeof UPDATE_STAGES; next: keyof typeof NEXT }[] {
  const stages = Object.keys(UPDATE_STAGES) as (keyof typeof UPDATE_STAGES)[];
  const nexts = Object.keys(NEXT) as (keyof typeof NEXT)[];
  const all = nexts.flatMap((next) => stages.map((stage) => ({ stage, next })));
  return campaign.full ? all : seededChance('terminated updates').sample(all, 1);
}

export function updateTerminations(scene: StagesScene): void {
  beforeAll(() => {
    ({ stack, hold } = scene);
  });

  test.each(rounds())('terminate an update while $stage, then $next', async ({ stage, next }) => {
    const name = `${stage}-${next}`;
    const before = await createCluster(name);
    const id = await terminateBefore(UPDATE_STAGES[stage], name);
    await NEXT[next](id, name, before);
    await stack.expectCloudEqualsLedger('cluster', name);
    if (next !== 'delete') await deleteCluster(name);
  });

  test('nodes that an update had not yet deleted stay when the next update fails', async () => {
    const change = CHANGES['a removed node group'];
    if (change === undefined) throw new Error('there is no such change');
    const before = await createCluster('undecided', change);
    await terminateBefore('removeNode', 'undecided', change);
    const faults = [{ type: 'control_plane', name: 'main', when: 'updated', kind: 'error' }];
    const patch = { kubernetesVersion: '1.34', simulation: { faults } };
    const { id } = await stack.patch('/clusters/undecided', patch);
    // If released earlier, the attempt of the terminated run would still request a deletion.
    const { error } = await stack.finished(id);
    hold.release();
    expect(error?.code).toBe('update_failed');
    expect(differences(before, await stateOf(stack, 'undecided'))).toEqual([]);
    await stack.expectCloudEqualsLedger('cluster', 'undecided');
    await deleteCluster('undecided');
  });

  test.each(atRandomMoments('terminate updates'))(
    'terminate an update and its retry at random moments',
    async (title) => {
      const chance = seededChance(title);
      const moments = Array.from({ length: campaign.rounds(1, 20) }, (_, number) => ({
        name: `random-${number}`,
        versions: [chance.int(0, 30), chance.int(0, 20)],
      }));
      await sideBySide(moments, 4, async ({ name, versions }) => {
        const before = await createCluster(name);
        let { id } = await stack.patch(`/clusters/${name}`, EVERYTHING.patch);
        for (const version of versions) {
          await stack.follow(id, { until: (seen) => seen.version >= version });
          await terminate(id);
          if ((await stack.finished(id)).status === 'succeeded') break;
          await stack.expectLedgerNamesCloud('cluster', name);
          ({ id } = await stack.submit(`/operations/${id}/retry`));
        }
        await stack.succeeded(id);
        await expectChanged(stack, name, before, EVERYTHING);
        await stack.expectCloudEqualsLedger('cluster', name);
        await deleteCluster(name);
      });
    },
    campaign.timeoutMs,
  );
}
