/**
 * Injects every kind of fault at every node that each kind of change of a cluster works on. The
 * tables say how each run must end: with the change made, or with everything as it was before. Where a
 * failure retains its changes, the ledger equals the cloud, and the next operation continues from
 * there.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import { campaign, sideBySide } from '../../support/campaign/campaign.ts';
import { CHANGES, nodesOf, NOTHING, type Change } from '../../support/campaign/changes.ts';
import { ofCluster } from '../../support/stack/cloud.ts';
import {
  expectChanged,
  expectState,
  stateOf,
  type ClusterState,
} from '../../support/stack/cluster-state.ts';
import {
  CREATES,
  expectOutcome,
  UPDATE_CALLS,
  UPDATES_UNDER_WAY,
  type Row,
} from '../../support/faults/fault-table.ts';
import { plannedActions } from '../../support/stack/planned-actions.ts';
import { seededChance, type Chance } from '../../support/random.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { FaultsScene } from './scene.ts';

const SIDE_BY_SIDE = 10;
const FOLLOW = { timeoutMs: 60_000 };

let stack: Stack;
let count = 0;
const ran = new Map<string, number>();

interface Case {
  change: string;
  kind: string;
  type: string;
  name: string;
}

/** The rows that can hit a node, by the action that a change performs on it. */
function rowsOf(change: string, operation: 'create' | 'update' | 'replace'): Record<string, Row> {
  if (operation !== 'update') return CREATES;
  return change === 'tags' ? UPDATE_CALLS : { ...UPDATE_CALLS, ...UPDATES_UNDER_WAY };
}

/** Picks the change first: most of all cases are of the change of tags, which reaches every node. */
function pickCase(chance: Chance, all: readonly Case[]): Case {
  const change = chance.pick([...new Set(all.map((it) => it.change))]);
  return chance.pick(all.filter((it) => it.change === change));
}

/** The whole table, or `few` seeded kinds of fault, each at a seeded node. */
function cases(title: string, few: number, isWanted: (row: Row) => boolean): Case[] {
  const all = Object.entries(CHANGES).flatMap(([change, what]) =>
    (['create', 'update', 'replace'] as const).flatMap((operation) =>
      Object.entries(rowsOf(change, operation))
        .filter(([, row]) => isWanted(row))
        .flatMap(([kind]) =>
          nodesOf(what, operation).map((node) => Object.assign({ change, kind }, node)),
        ),
    ),
  );
  const chance = seededChance(title);
  const kinds = chance.sample([...new Set(all.map(({ kind }) => kind))], few);
  const some = campaign.full
    ? all
    : kinds.map((kind) =>
        pickCase(
          chance,
          all.filter((it) => it.kind === kind),
        ),
      );
  ran.set(title, some.length);
  return some;
}

function rowAndChange({ change, kind }: Case): { row: Row; what: Change } {
  const row = { ...CREATES, ...UPDATE_CALLS, ...UPDATES_UNDER_WAY }[kind];
  const what = CHANGES[change];
  if (row === undefined || what === undefined) throw new Error(`no ${kind} of ${change}`);
  return { row, what };
}

/** Creates the cluster, changes it with the fault, and checks how the change ends. */
async function updateWithFault(
  it: Case,
  onFailure: 'rollback' | 'retain',
): Promise<{
  name: string;
  before: ClusterState;
  operation: Operation;
}> {
  const { row, what } = rowAndChange(it);
  const { type, name: node } = it;
  const name = `u${(count += 1)}`;
  const { id } = await stack.submit('/clusters', { name, ...what.from });
  await stack.succeeded(id, FOLLOW);
  const before = await stateOf(stack, name);
  const patch = {
    ...what.patch,
    onFailure,
    simulation: { faults: [{ type, name: node, ...row.fault }] },
  };
  const operation = await stack.finished(
    (await stack.patch(`/clusters/${name}`, patch)).id,
    FOLLOW,
  );
  await stack.expectCloudEqualsLedger('cluster', name);
  const outcome = row.fails?.(type);
  // A change that never ends cannot be undone.
  const isStuck = onFailure === 'rollback' && it.kind === 'never updated';
  expectOutcome(
    operation,
    outcome && isStuck ? { ...outcome, code: 'cleanup_failed' } : outcome,
    `urn:slipway:${stack.organizationId}:clusters:${name}:${type}/${node}`,
  );
  return { name, before, operation };
}

async function expectAsWanted(name: string, what: Change, before: ClusterState): Promise<void> {
  await expectChanged(stack, name, before, what);
  await stack.expectCloudEqualsLedger('cluster', name);
}

/** Fails unless nothing has changed and no state is uncertain. */
async function expectAsBefore(name: string, before: ClusterState): Promise<void> {
  await expectState(stack, name, before);
  expect(plannedActions(await stack.preview('PATCH', `/clusters/${name}`, {}))).toEqual({});
}

async function deleteCluster(name: string): Promise<void> {
  await stack.succeeded((await stack.remove(`/clusters/${name}`)).id, FOLLOW);
  await stack.expectCleanCloud(ofCluster(name));
}

export function updateFaults(scene: FaultsScene): void {
  beforeAll(() => {
    ({ stack } = scene);
  });

  afterAll(() => {
    for (const [what, runs] of ran) process.stdout.write(`update faults: ${what}: ${runs} runs\n`);
  });

  test(
    'a change ends as the table says, and a failed one leaves everything as it was',
    async () => {
      await sideBySide(
        cases('rollback', 2, () => true),
        SIDE_BY_SIDE,
        async (it) => {
          const { what } = rowAndChange(it);
          const { name, before, operation } = await updateWithFault(it, 'rollback');
          if (operation.status === 'succeeded') {
            await expectAsWanted(name, what, before);
          } else if (operation.error?.code !== 'cleanup_failed') {
            await expectAsBefore(name, before);
          }
          await deleteCluster(name);
        },
      );
    },
    campaign.timeoutMs,
  );

  test(
    'a change that fails and is retained continues with a retry, or with a patch without the fault',
    async () => {
      await sideBySide(
        cases('retain', 1, (row) => row.fails !== undefined),
        SIDE_BY_SIDE,
        async (it) => {
          const { row, what } = rowAndChange(it);
          const { name, before, operation } = await updateWithFault(it, 'retain');
          expect((await stateOf(stack, name)).record).toMatchObject({ status: 'failed' });
          const retry = await stack.submit(`/operations/${operation.id}/retry`);
          const retried = await stack.finished(retry.id, FOLLOW);
          const { code } = row.fails?.(it.type) ?? {};
          expect(retried.error?.code).toBe(row.retry === undefined ? undefined : code);
          if (row.retry === 'without_fault') {
            const patch = await stack.patch(`/clusters/${name}`, { simulation: null });
            await stack.succeeded(patch.id, FOLLOW);
          }
          if (row.retry !== 'never') await expectAsWanted(name, what, before);
          await deleteCluster(name);
        },
      );
    },
    campaign.timeoutMs,
  );

  test('an empty change makes no call that changes anything', async () => {
    const name = 'still';
    await stack.succeeded((await stack.submit('/clusters', { name, ...NOTHING.from })).id);
    const before = await stateOf(stack, name);
    const last = (await stack.inspect.calls()).at(-1)?.sequence ?? 0;
    const operation = await stack.succeeded(
      (await stack.patch(`/clusters/${name}`, NOTHING.patch)).id,
    );
    expect(plannedActions(operation)).toEqual({});
    const calls = (await stack.inspect.calls()).filter(({ sequence }) => sequence > last);
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    await expectState(stack, name, before);
    await deleteCluster(name);
  });
}
