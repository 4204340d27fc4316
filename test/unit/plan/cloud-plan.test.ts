/** The plan of a cluster or network, attribute by attribute, from the nodes that a worker has planned. */
import { expect, test } from 'vitest';
import { planText } from '../../../contract/operations/plan-text.ts';
import { operationPlanSchema } from '../../../contract/operations/plan.ts';
import type { PlannedNode } from '../../../contract/resources/graph.ts';
import { cloudPlan } from '../../../operations/plan/cloud-plan.ts';

function node(name: string, more: Partial<PlannedNode>): PlannedNode {
  return {
    urn: `urn:slipway:local:clusters:demo:node_group/${name}`,
    type: 'node_group',
    name,
    operation: 'create',
    dependsOn: [],
    generation: 1,
    properties: {},
    deadlineSeconds: 60,
    ...more,
  };
}

const OLD = { instanceTypes: ['m5.large'], labels: { a: 'x', b: 'y' }, taints: [], minSize: 1 };

test('each changed attribute is shown before and after, and why a node is replaced', () => {
  const plan = cloudPlan([
    node('new', { properties: { minSize: 1, waitsFor: ['urn'], simulation: { faults: [] } } }),
    node('same', { operation: 'same', properties: OLD }),
    node('changed', {
      operation: 'update',
      cloudId: 'ng-1',
      properties: { ...OLD, labels: { b: 'y', a: 'z' } },
      previous: { generation: 1, properties: OLD, cloudId: 'ng-1' },
    }),
    node('replaced', {
      operation: 'replace',
      generation: 2,
      properties: { ...OLD, instanceTypes: ['m5.large', 'c5.large'], minSize: 2 },
      previous: { generation: 1, properties: OLD, cloudId: 'ng-2' },
      why: { reason: 'cannot_update', properties: ['instanceTypes'] },
    }),
    node('gone', { operation: 'delete', cloudId: 'ng-3', properties: { minSize: 1 } }),
  ]);
  expect(operationPlanSchema.parse(plan)).toEqual(plan);
  expect(planText(plan)).toBe(
    [
      '- node_group/gone will be destroyed',
      '    - id = "ng-3"',
      '    - minSize = 1',
      '',
      '-/+ node_group/replaced must be replaced (an attribute changes that is fixed at creation)',
      '    ~ id = "ng-2" -> (known after apply)',
      '    ~ instanceTypes = ["m5.large"] -> ["m5.large","c5.large"] # forces replacement',
      '    ~ minSize = 1 -> 2',
      '',
      '~ node_group/changed will be updated',
      '    ~ labels.a = "x" -> "z"',
      '',
      '+ node_group/new will be created',
      '    + minSize = 1',
      '    + id = (known after apply)',
      '',
    ].join('\n'),
  );
});

test('an update says what changes in the spec, and that the rest is no longer wanted', () => {
  const group = { name: 'a', minSize: 1, maxSize: 3 };
  const plan = cloudPlan([node('b', { operation: 'delete' })], {
    before: { nodeGroups: [group, { ...group, name: 'b' }], addons: ['x', 'y'] },
    after: { addons: ['y', 'x'], nodeGroups: [{ maxSize: 3, minSize: 2, name: 'a' }] },
  });
  expect(plan.resources).toMatchObject([{ reason: 'not_wanted' }]);
  expect(plan.spec).toEqual([
    { path: 'nodeGroups.a.minSize', before: { json: '1' }, after: { json: '2' } },
    { path: 'nodeGroups.b.name', before: { json: '"b"' } },
    { path: 'nodeGroups.b.minSize', before: { json: '1' } },
    { path: 'nodeGroups.b.maxSize', before: { json: '3' } },
  ]);
});

test('a large plan is cut, and says so', () => {
  const properties = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`p${i}`, 'x'.repeat(9_000)]),
  );
  const plan = cloudPlan(Array.from({ length: 10 }, (_, i) => node(`n${i}`, { properties })));
  expect(plan.truncated).toBe(true);
  expect(plan.resources).toHaveLength(10);
  expect(JSON.stringify(plan).length).toBeLessThan(450_000);
});
