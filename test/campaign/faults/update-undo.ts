/**
 * Lets each node in turn block the undo of a change, or the deletions after the change. The operation
 * reports exactly the nodes that are not as they should be, and the next operation repairs them.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Fault } from '../../../contract/providers/simulation.ts';
import { campaign, sampleOf, sideBySide } from '../../support/campaign/campaign.ts';
import { CHANGES, nodesOf, type Change } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import {
  differences,
  expectChanged,
  stateOf,
  type ClusterState,
} from '../../support/stack/cluster-state.ts';
import { DELETES, expectOutcome } from '../../support/faults/fault-table.ts';
import { seededChance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { FaultsScene } from './scene.ts';

const SIDE_BY_SIDE = 10;
const FOLLOW = { timeoutMs: 60_000 };
const DENIED = { kind: 'error', code: 'AccessDenied', times: 1 } as const;

let stack: Stack;
let count = 0;

interface Node {
  type: string;
  name: string;
}
type Target = Node & { change: string };

const keyOf = ({ type, name }: Node) => `${type}/${name}`;
const urnOf = (cluster: string, key: string) =>
  `urn:slipway:${stack.organizationId}:clusters:${cluster}:${key}`;

function changeOf(title: string): Change {
  const change = CHANGES[title];
  if (change === undefined) throw new Error(`there is no change ${title}`);
  return change;
}

async function createCluster(change: Change, faults: Fault[] = []): Promise<string> {
  const name = `v${(count += 1)}`;
  const simulation = faults.length > 0 ? { simulation: { faults } } : {};
  const { id } = await stack.submit('/clusters', { name, ...change.from, ...simulation });
  await stack.succeeded(id, FOLLOW);
  return name;
}

async function deleteCluster(name: string): Promise<void> {
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, FOLLOW);
  await stack.expectCleanCloud(ofCluster(name));
}

/** Fails unless the cloud has the same resources as before. */
async function expectCloud(name: string, before: ClusterState): Promise<void> {
  expect(differences(before, await stateOf(stack, name))).toEqual([]);
}

/** The node that fails in each change, so late that all other nodes are done. */
const FAILING: Record<string, Node & { when: Fault['when'] }> = {
  'the next version': { type: 'node_group', name: 'blue', when: 'updated' },
  'an added node group': { type: 'node_group', name: 'green', when: 'ready' },
  'a node group with other machines': { type: 'node_group', name: 'blue', when: 'ready' },
  'added add-ons': { type: 'addon', name: 'aws-ebs-csi-driver', when: 'ready' },
  tags: { type: 'addon', name: 'coredns', when: 'update' },
  'everything at once': { type: 'node_group', name: 'green', when: 'ready' },
};

/** Every node whose undo needs a call that can fail. */
function undoTargets(): Target[] {
  return Object.entries(FAILING).flatMap(([title, failing]) => {
    const change = changeOf(title);
    const changedBack = nodesOf(change, 'update').filter((it) => keyOf(it) !== keyOf(failing));
    const takenAway = nodesOf(change, 'create', 'replace');
    return [...changedBack, ...takenAway].map((node) => Object.assign({ change: title }, node));
  });
}

const AFTERWARDS = ['retry', 'back', 'delete'] as const;

/** Every node that a change deletes, or whose previous generation it deletes. */
const retired = Object.entries(CHANGES).flatMap(([title, change]): Target[] =>
  nodesOf(change, 'delete', 'replace').map((node) => Object.assign({ change: title }, node)),
);

/**
 * Fails unless the change was made, and exactly the survivors remain of the nodes that it no longer
 * needs.
 */
async function expectSurvivors(
  name: string,
  before: ClusterState,
  change: Change,
  survivors: readonly string[],
): Promise<void> {
  const { record, cloud } = await stateOf(stack, name);
  expect(record).toMatchObject({ status: 'failed', spec: change.patch });
  const left = nodesOf(change, 'delete', 'replace')
    .map(keyOf)
    .filter((key) => cloud[key]?.some(({ id }) => id === before.cloud[key]?.[0]?.id));
  expect(survivors.toSorted()).toEqual(left.map((key) => urnOf(name, key)).toSorted());
}

export function updateUndo(scene: FaultsScene): void {
  beforeAll(() => {
    ({ stack } = scene);
  });

  test(
    'a failed undo names exactly what differs from before; a retry, a patch or a deletion repairs it',
    async () => {
      const chance = seededChance('after a failing undo');
      const rounds = sampleOf('failing undo', undoTargets(), 1).map((target) => ({
        ...target,
        afterwards: chance.pick(AFTERWARDS),
      }));
      await sideBySide(rounds, SIDE_BY_SIDE, async ({ change: title, afterwards, ...node }) => {
        const change = changeOf(title);
        const failing = FAILING[title];
        if (failing === undefined) return;
        const { type, name: last, when } = failing;
        // The undo of an update requests the earlier spec, so the faults of that spec apply.
        const isChanged = change.does[keyOf(node)] === 'update';
        const name = await createCluster(
          change,
          isChanged ? [{ ...node, when: 'update', ...DENIED }] : [],
        );
        const before = await stateOf(stack, name);
        const faults = [
          {
            type,
            name: last,
            when: when === 'ready' ? 'create' : 'update',
            kind: 'throttle',
            times: 10,
          },
          { type, name: last, when, kind: 'error', code: 'OutOfOrder', times: 1 },
          ...(isChanged ? [] : [{ ...node, when: 'delete', ...DENIED }]),
        ];
        const patch = { ...change.patch, simulation: { faults } };
        const { id } = await stack.patch(`/clusters/${name}`, patch);
        const operation = await stack.finished(id, FOLLOW);
        expectOutcome(
          operation,
          { code: 'cleanup_failed', errorType: 'provider', retryable: true },
          urnOf(name, keyOf(failing)),
        );
        const now = await stateOf(stack, name);
        const left = differences(before, now).map((key) => urnOf(name, key));
        expect(left).toContain(urnOf(name, keyOf(node)));
        expect(operation.error?.details.survivors?.toSorted()).toEqual(left);
        expect(now.record).toMatchObject({ status: 'failed', spec: before.record.spec });
        await stack.expectCloudEqualsLedger('cluster', name);

        if (afterwards === 'retry') {
          await stack.succeeded((await stack.submit(`/operations/${id}/retry`)).id, FOLLOW);
          await expectChanged(stack, name, before, change);
        } else if (afterwards === 'back') {
          await stack.succeeded((await stack.patch(`/clusters/${name}`, {})).id, FOLLOW);
          await expectCloud(name, before);
        }
        await stack.expectCloudEqualsLedger('cluster', name);
        await deleteCluster(name);
      });
    },
    campaign.timeoutMs,
  );

  test(
    'a node that cannot be deleted after the change is named, and a retry deletes it',
    async () => {
      const all = sampleOf('retire', Object.keys(DELETES), 1).flatMap((kind) =>
        sampleOf(`retire, ${kind}`, retired, 1).map((target) => ({ kind, ...target })),
      );
      await sideBySide(all, SIDE_BY_SIDE, async ({ kind, change: title, ...node }) => {
        const row = DELETES[kind];
        const change = changeOf(title);
        const name = await createCluster(
          change,
          row === undefined ? [] : [{ ...node, ...row.fault }],
        );
        const before = await stateOf(stack, name);
        const { id } = await stack.patch(`/clusters/${name}`, change.patch);
        const operation = await stack.finished(id, FOLLOW);
        const outcome = row?.fails?.(node.type);
        const urn = urnOf(name, keyOf(node));
        expectOutcome(operation, outcome && { ...outcome, retryable: true }, urn);
        await stack.expectCloudEqualsLedger('cluster', name);
        if (outcome !== undefined) {
          await expectSurvivors(name, before, change, operation.error?.details.survivors ?? []);
          await stack.succeeded((await stack.submit(`/operations/${id}/retry`)).id, FOLLOW);
        }
        await expectChanged(stack, name, before, change);
        await stack.expectCloudEqualsLedger('cluster', name);
        await deleteCluster(name);
      });
    },
    campaign.timeoutMs,
  );

  test('a node that a foreign resource references remains, and is named, until that resource is gone', async () => {
    const change = changeOf('a removed node group');
    const name = await createCluster(change);
    const before = await stateOf(stack, name);
    const foreign = await stack.simulator.post('/resources', {
      type: 'launch_template',
      name: `of-${name}`,
      region: 'sim-central-1',
      references: [before.cloud['launch_template/green']?.[0]?.id],
    });
    const { id } = await stack.patch(`/clusters/${name}`, change.patch);
    const operation = await stack.finished(id, FOLLOW);
    expectOutcome(
      operation,
      { code: 'not_stabilized', errorType: 'not_stabilized', retryable: true },
      urnOf(name, 'launch_template/green'),
    );
    expect(operation.error?.message).toContain(`of-${name}`);
    await expectSurvivors(name, before, change, operation.error?.details.survivors ?? []);
    const blocker = foreign.body as { id: string };
    expect((await stack.simulator.delete(`/resources/${blocker.id}`)).status).toBeLessThan(300);
    await stack.succeeded((await stack.submit(`/operations/${id}/retry`)).id, FOLLOW);
    await stack.expectCloudEqualsLedger('cluster', name);
    await deleteCluster(name);
  });
}
