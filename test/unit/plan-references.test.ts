/** A node that refers to what a change deletes is replaced first, so that the deletion is not refused. */
import { expect, test } from 'vitest';
import { planChange } from '../../activities/planning/plan-change.ts';
import type { Ledger, PlannedNode } from '../../contract/resources/graph.ts';
import { comparison as comparisonOfAws } from '../../providers/aws/plan/change.ts';
import { createChange } from '../../providers/change.ts';
import { comparison } from '../../providers/simulated/plan/change.ts';

const urnOf = (key: string) => `urn:slipway:local:clusters:demo:${key}`;

interface Row {
  key: string;
  needs?: string[];
  waitsFor?: string[];
  properties?: PlannedNode['properties'];
}

function nodesOf(rows: readonly Row[]): PlannedNode[] {
  return rows.map(({ key, needs = [], waitsFor = [], properties = {} }) => ({
    urn: urnOf(key),
    type: key.split('/')[0] ?? '',
    name: key.split('/')[1] ?? '',
    operation: 'create',
    generation: 1,
    dependsOn: [...needs, ...waitsFor].map(urnOf),
    properties: {
      ...properties,
      ...(waitsFor.length > 0 && { waitsFor: waitsFor.map(urnOf) }),
    },
    deadlineSeconds: 60,
  }));
}

function ledgerOf(nodes: readonly PlannedNode[]): Ledger {
  const entry = ({ operation: _operation, ...node }: PlannedNode) => ({
    ...node,
    status: 'present' as const,
    cloudId: `${node.name}-1`,
    changedAt: '2026-01-01T00:00:00.000Z',
    operationId: '0'.repeat(26),
  });
  return Object.fromEntries(nodes.map((node) => [node.urn, entry(node)]));
}

function foundOf(nodes: readonly PlannedNode[], generation = 1) {
  return nodes.map(({ urn, type, name }) => {
    const cloudId = `${name}-${generation}`;
    return { urn, type, name, generation, cloudId, state: 'available' as const, outputs: {} };
  });
}

/** Clusters that were made before updates existed: the add-on refers to its node groups. */
const OLD: Row[] = [
  { key: 'control_plane/main' },
  { key: 'node_group/first', needs: ['control_plane/main'] },
  { key: 'node_group/second', needs: ['control_plane/main'] },
  {
    key: 'addon/coredns',
    needs: ['control_plane/main', 'node_group/first', 'node_group/second'],
  },
];
const [CONTROL_PLANE, FIRST, SECOND] = OLD as [Row, Row, Row, Row];
const COREDNS = (waitsFor: string[]): Row => ({
  key: 'addon/coredns',
  needs: ['control_plane/main'],
  waitsFor,
});

function planned(
  before: readonly Row[],
  after: readonly Row[],
  provider: Parameters<typeof planChange>[0] = comparison,
) {
  const old = nodesOf(before);
  const plan = planChange(provider, nodesOf(after), ledgerOf(old), foundOf(old));
  return Object.fromEntries(plan.map((node) => [node.urn.replace(urnOf(''), ''), node]));
}

const operations = (plan: ReturnType<typeof planned>) =>
  Object.entries(plan).map(
    ([key, { operation, generation }]) => `${operation} ${key} ${generation}`,
  );

test('an add-on that refers to a node group that leaves is replaced', () => {
  const plan = planned(OLD, [CONTROL_PLANE, SECOND, COREDNS(['node_group/second'])]);
  expect(operations(plan)).toEqual([
    'same control_plane/main 1',
    'same node_group/second 1',
    'replace addon/coredns 2',
    'delete node_group/first 1',
  ]);
  const old = nodesOf(OLD).at(-1)?.dependsOn;
  expect(plan['addon/coredns']?.previous).toMatchObject({ generation: 1, dependsOn: old });
});

test('and so is one that refers to a node group whose previous generation leaves', () => {
  const larger = { ...FIRST, properties: { instanceTypes: ['m5.xlarge'] } };
  const groups = ['node_group/first', 'node_group/second'];
  const plan = planned(OLD, [CONTROL_PLANE, larger, SECOND, COREDNS(groups)]);
  expect(operations(plan)).toEqual([
    'same control_plane/main 1',
    'replace node_group/first 2',
    'same node_group/second 1',
    'replace addon/coredns 2',
  ]);
});

test('it stays as long as what it refers to stays, and when it only waits', () => {
  const groups = ['node_group/first', 'node_group/second'];
  const same = planned(OLD, [CONTROL_PLANE, FIRST, SECOND, COREDNS(groups)]);
  expect(new Set(Object.values(same).map(({ operation }) => operation))).toEqual(new Set(['same']));
  const now = [CONTROL_PLANE, FIRST, SECOND, COREDNS(groups)];
  const plan = planned(now, [CONTROL_PLANE, SECOND, COREDNS(['node_group/second'])]);
  expect(plan['addon/coredns']?.operation).toBe('same');
});

test('after a termination, the ledger still knows what the old generation refers to', () => {
  const after = [CONTROL_PLANE, SECOND, COREDNS(['node_group/second'])];
  const first = planned(OLD, after)['addon/coredns'];
  const old = nodesOf(OLD);
  const ledger = ledgerOf(old);
  const [entry] = Object.values(ledgerOf(first === undefined ? [] : [first]));
  if (entry === undefined) throw new Error('the add-on is not planned');
  ledger[entry.urn] = { ...entry, status: 'intended' };
  const again = planChange(comparison, nodesOf(after), ledger, foundOf(old));
  expect(again.find(({ urn }) => urn === entry.urn)).toMatchObject({
    operation: 'replace',
    generation: 3,
    previous: { generation: 1, dependsOn: nodesOf(OLD).at(-1)?.dependsOn },
  });
});

test('references to replaced nodes are followed, each created beside the old one', () => {
  const provider = createChange({
    fixed: { a: ['size'] },
    createdBeside: new Set(['a', 'b', 'c']),
    fixedReferences: ({ dependsOn }) => dependsOn,
  });
  const rows = (size: number) => [
    { key: 'c/c', needs: ['b/b'] },
    { key: 'b/b', needs: ['a/a'] },
    { key: 'a/a', properties: { size } },
    { key: 'd/d' },
  ];
  expect(operations(planned(rows(1), rows(2), provider))).toEqual([
    'replace c/c 2',
    'replace b/b 2',
    'replace a/a 2',
    'same d/d 1',
  ]);
  const plan = planned(rows(1), rows(2), provider);
  expect(plan['b/b']?.why).toEqual({ reason: 'refers_to_removed' });
  expect(plan['a/a']?.why).toEqual({ reason: 'cannot_update', properties: ['size'] });
});

test('where references can be changed, or do not prevent a deletion, nothing else is replaced', () => {
  const after = [CONTROL_PLANE, SECOND, COREDNS(['node_group/second'])];
  const plan = planned(OLD, after, comparisonOfAws);
  expect(plan['addon/coredns']?.operation).not.toBe('replace');
});
