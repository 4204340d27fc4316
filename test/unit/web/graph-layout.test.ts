import { array, assert, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut, NODE } from '../../../web/model/graph-layout.ts';

const CHAIN = new Map([
  ['vpc', []],
  ['subnet', ['vpc']],
  ['role', []],
  ['cluster', ['subnet', 'role', 'vpc']],
]);

describe('the layout of a graph', () => {
  test('places every node to the right of what it needs', () => {
    const { nodes } = layOut(CHAIN);
    const x = (urn: string) => nodes.find((node) => node.urn === urn)?.x ?? NaN;
    expect(x('vpc')).toBe(x('role'));
    expect(x('subnet')).toBeGreaterThanOrEqual(x('vpc') + NODE.width);
    expect(x('cluster')).toBeGreaterThanOrEqual(x('subnet') + NODE.width);
  });

  test('leaves out edges that follow from others', () => {
    const edges = layOut(CHAIN).edges.map(({ from, to }) => `${from} → ${to}`);
    expect(edges.toSorted()).toEqual(['role → cluster', 'subnet → cluster', 'vpc → subnet']);
  });

  test('of nothing is empty', () => {
    expect(layOut(new Map())).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
  });

  test('ignores what is not in the list, and ends at a cycle', () => {
    const { nodes, edges } = layOut(
      new Map([
        ['a', ['b', 'elsewhere']],
        ['b', ['a']],
      ]),
    );
    expect(nodes).toHaveLength(2);
    expect(edges.every(({ from, to }) => 'ab'.includes(from) && 'ab'.includes(to))).toBe(true);
  });

  test('never puts two nodes on one place, nor outside of the picture', () => {
    const graphs = array(array(nat(30), { maxLength: 5 }), { maxLength: 30 });
    assert(
      property(graphs, (needs) => {
        const graph = new Map(
          needs.map((needed, node) => [
            `n${node}`,
            needed.filter((other) => other < node).map((other) => `n${other}`),
          ]),
        );
        const { nodes, width, height } = layOut(graph);
        expect(nodes).toHaveLength(graph.size);
        expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(nodes.length);
        for (const { x, y } of nodes) {
          expect(x + NODE.width).toBeLessThanOrEqual(width);
          expect(y + NODE.height).toBeLessThanOrEqual(height);
        }
      }),
    );
  });
});
