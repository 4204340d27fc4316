/** Plans after a terminated operation that deleted nodes: the ledger still knows which were complete. */
import { expect, test } from 'vitest';
import { planChange } from '../../activities/planning/plan-change.ts';
import type { LedgerEntry, PlannedNode } from '../../contract/resources/graph.ts';
import { comparison as provider } from '../../providers/simulated/plan/change.ts';

const { urn, ...node } = {
  urn: 'urn:slipway:local:clusters:demo:node_group/green',
  type: 'node_group',
  name: 'green',
  dependsOn: [],
  properties: { desiredSize: 1 },
  deadlineSeconds: 60,
};
const wanted: PlannedNode = { ...node, urn, operation: 'create', generation: 1 };
const present: LedgerEntry = {
  ...node,
  urn,
  generation: 1,
  status: 'present',
  cloudId: 'ng-1',
  changedAt: '2026-01-01T00:00:00.000Z',
  operationId: '0'.repeat(26),
};
const copy = (generation: number) => ({
  ...node,
  urn,
  generation,
  cloudId: `ng-${generation}`,
  state: 'available' as const,
  outputs: {},
});
const whole = { generation: 1, properties: node.properties, cloudId: 'ng-1' };

test('a node to delete keeps its state in `previous`', () => {
  const [leaving] = planChange(provider, [], { [urn]: present }, [copy(1)]);
  expect(leaving).toMatchObject({ operation: 'delete', previous: whole });
});

test('a node whose deletion was interrupted and that is wanted again can be restored', () => {
  const intended: LedgerEntry = { ...present, status: 'intended', previous: whole };
  const [again] = planChange(provider, [wanted], { [urn]: intended }, [copy(1)]);
  expect(again).toMatchObject({ operation: 'update', generation: 1, previous: whole });
});

test('an interrupted replacement that is to be deleted keeps both generations', () => {
  const replacing: LedgerEntry = {
    ...present,
    status: 'intended',
    generation: 2,
    cloudId: 'ng-2',
    previous: whole,
  };
  const [leaving] = planChange(provider, [], { [urn]: replacing }, [copy(1), copy(2)]);
  expect(leaving).toMatchObject({ operation: 'delete', generation: 2, previous: whole });
});

test('a node that was never complete has no `previous`', () => {
  const intended: LedgerEntry = { ...present, status: 'intended' };
  const [leaving] = planChange(provider, [], { [urn]: intended }, [copy(1)]);
  expect(leaving).not.toHaveProperty('previous');
});
