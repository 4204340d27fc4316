/**
 * Places the nodes of a graph of dependencies in columns: a node stands to the right of everything that it
 * depends on. Within a column, nodes are near what they depend on, so that few edges cross.
 */
import { depths } from './depths.ts';
import type { Dependencies } from './types.ts';

export const NODE = { width: 176, height: 40 } as const;
const GAP = { x: 64, y: 12 } as const;

export interface PlacedNode {
  urn: string;
  x: number;
  y: number;
}

export interface Edge {
  from: string;
  to: string;
  /** The commands of an SVG path. */
  path: string;
}

export interface GraphLayout {
  width: number;
  height: number;
  nodes: readonly PlacedNode[];
  edges: readonly Edge[];
}

/** Edges that follow from others are left out: if c needs b and b needs a, then c needs a, too. */
export function layOut(dependencies: Dependencies): GraphLayout {
  const columns = columnsOf(dependencies);
  const tallest = Math.max(0, ...columns.map(({ length }) => length));
  const height = Math.max(0, tallest * (NODE.height + GAP.y) - GAP.y);
  const placed = new Map<string, PlacedNode>();
  for (const [column, urns] of columns.entries()) {
    const used = urns.length * (NODE.height + GAP.y) - GAP.y;
    for (const [row, urn] of urns.entries()) {
      placed.set(urn, {
        urn,
        x: column * (NODE.width + GAP.x),
        y: (height - used) / 2 + row * (NODE.height + GAP.y),
      });
    }
  }
  const edges = [...withoutShortcuts(dependencies)].flatMap(([urn, needed]) =>
    needed.flatMap((other) => {
      const [from, to] = [placed.get(other), placed.get(urn)];
      return from === undefined || to === undefined ? [] : [edgeBetween(from, to)];
    }),
  );
  return {
    width: Math.max(0, columns.length * (NODE.width + GAP.x) - GAP.x),
    height,
    nodes: [...placed.values()],
    edges,
  };
}

function columnsOf(dependencies: Dependencies): string[][] {
  const depthOf = depths(dependencies);
  const columns: string[][] = [];
  for (const urn of dependencies.keys()) (columns[depthOf(urn)] ??= []).push(urn);
  const rowOf = new Map<string, number>();
  // A node that depends on something outside of the list leaves columns without nodes.
  const filled = columns.filter((column) => column.length > 0);
  return filled.map((urns) => {
    const sorted = urns
      .map((urn) => ({ urn, at: average(dependencies.get(urn) ?? [], rowOf) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ urn }) => urn);
    for (const [row, urn] of sorted.entries()) rowOf.set(urn, row / sorted.length);
    return sorted;
  });
}

/** Returns the average row of these nodes, as a part of the height of their columns. */
function average(urns: readonly string[], rowOf: ReadonlyMap<string, number>): number {
  const rows = urns.flatMap((urn) => rowOf.get(urn) ?? []);
  return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}

function withoutShortcuts(dependencies: Dependencies): Dependencies {
  const reachable = new Map<string, ReadonlySet<string>>();
  /** Everything that a node needs, directly or not. */
  const closureOf = (urn: string): ReadonlySet<string> => {
    const known = reachable.get(urn);
    if (known !== undefined) return known;
    // Ends the recursion if a faulty list has a cycle.
    reachable.set(urn, new Set());
    const all = new Set<string>();
    for (const needed of dependencies.get(urn) ?? []) {
      all.add(needed);
      for (const further of closureOf(needed)) all.add(further);
    }
    reachable.set(urn, all);
    return all;
  };
  return new Map(
    [...dependencies].map(([urn, needed]) => {
      const direct = needed.filter(
        (one) => !needed.some((other) => other !== one && closureOf(other).has(one)),
      );
      return [urn, direct];
    }),
  );
}

function edgeBetween(from: PlacedNode, to: PlacedNode): Edge {
  const start = { x: from.x + NODE.width, y: from.y + NODE.height / 2 };
  const end = { x: to.x, y: to.y + NODE.height / 2 };
  const bend = GAP.x * 0.7;
  return {
    from: from.urn,
    to: to.urn,
    path: `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`,
  };
}
