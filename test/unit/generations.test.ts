/** No generation of a node is used twice, even after a failed change has restored an earlier one. */
import { describe, expect, test } from 'vitest';
import { planChange } from '../../activities/planning/plan-change.ts';
import type { LedgerEntry, PlannedNode } from '../../contract/resources/graph.ts';
import type { Change, CloudResource } from '../../providers/provider.ts';
import { ledgerEntry } from '../../workflows/saga/node-ledger.ts';
import { nodeToChange, restored } from '../../workflows/saga/node.ts';

const URN = 'urn:slipway:local:cluster:c:node_group/blue';
const WANTED: PlannedNode = {
  urn: URN,
  type: 'node_group',
  name: 'blue',
  operation: 'create',
  generation: 1,
  dependsOn: [],
  properties: { machine: 'new' },
  deadlineSeconds: 90,
};
const THERE: CloudResource = {
  cloudId: 'ng-3',
  urn: URN,
  type: 'node_group',
  name: 'blue',
  generation: 3,
  state: 'available',
  outputs: {},
};
const KNOWN: LedgerEntry = {
  urn: URN,
  type: 'node_group',
  name: 'blue',
  generation: 3,
  dependsOn: [],
  properties: { machine: 'old' },
  status: 'present',
  deadlineSeconds: 90,
  cloudId: 'ng-3',
  changedAt: '2026-01-01T00:00:00.000Z',
  operationId: '01M8',
};

function planned(change: Change, entry: LedgerEntry, found: CloudResource[] = [THERE]) {
  return planChange(
    { change: () => change, fixedChanges: () => [] },
    [WANTED],
    { [URN]: entry },
    found,
  )[0];
}

test('the ledger keeps the generation of an undone replacement, and the next one gets a later generation', () => {
  const node = planned('create_then_delete', KNOWN);
  expect(node).toMatchObject({ generation: 4, keepsGeneration: 3, previous: { generation: 3 } });
  if (node?.previous === undefined) throw new Error('the node has no previous state');
  const it = restored(nodeToChange(node), node.previous);
  const noted = ledgerEntry(it, 'present', '01M9');
  expect(noted).toMatchObject({ generation: 3, lastUsedGeneration: 4, cloudId: 'ng-3' });
  expect(noted).not.toHaveProperty('previous');
  expect(planned('create_then_delete', noted)).toMatchObject({ generation: 5, keepsGeneration: 3 });
});

describe('the generation of an undone replacement is kept', () => {
  const noted = { ...KNOWN, lastUsedGeneration: 4 };

  test('by a change in place', () => {
    expect(planned('update', noted)).toMatchObject({
      operation: 'update',
      generation: 3,
      lastUsedGeneration: 4,
    });
  });

  test('when the node is deleted', () => {
    const gone: LedgerEntry = { ...noted, status: 'gone' };
    expect(planned('same', gone, [])).toMatchObject({ operation: 'create', generation: 5 });
  });

  test('when the node is being deleted', () => {
    const [node] = planChange(
      { change: () => 'same', fixedChanges: () => [] },
      [],
      { [URN]: noted },
      [THERE],
    );
    expect(node).toMatchObject({ operation: 'delete', generation: 3, lastUsedGeneration: 4 });
  });

  test('when an operation that replaced the node was terminated', () => {
    const cut: LedgerEntry = {
      ...KNOWN,
      generation: 4,
      status: 'intended',
      previous: { generation: 3, properties: KNOWN.properties, cloudId: 'ng-3' },
    };
    expect(planned('same', cut)).toMatchObject({
      operation: 'update',
      generation: 3,
      lastUsedGeneration: 4,
    });
  });
});
