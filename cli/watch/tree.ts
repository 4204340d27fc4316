/** Groups the resources of an operation by type, and collapses groups until the tree fits. */
import type { Operation } from '../../client/types.ts';

export type Node = NonNullable<Operation['progress']['resources']>[number];

export interface Branch {
  type: string;
  nodes: readonly Node[];
  status: Node['status'];
  /** True if each node is shown on its own line. */
  open: boolean;
}

/** A collapsed branch shows the most severe status of its nodes. */
const MOST_SEVERE_FIRST = ['failed', 'running', 'pending', 'succeeded', 'unchanged'] as const;
/** Branches with these statuses are collapsed first when there are not enough lines. */
const COLLAPSED_FIRST = ['unchanged', 'succeeded', 'pending', 'running', 'failed'] as const;

/** Returns the branches in the order of the plan. Collapses the least interesting ones to fit into `lines`. */
export function treeOf(nodes: readonly Node[], lines: number): Branch[] {
  const byType = new Map<string, Node[]>();
  for (const node of nodes) {
    const same = byType.get(node.type);
    if (same === undefined) byType.set(node.type, [node]);
    else same.push(node);
  }
  const branches = [...byType].map(([type, members]) => ({
    type,
    nodes: members,
    status: mostSevere(members),
    open: members.length > 1,
  }));
  let excess = branches.reduce((sum, branch) => sum + linesOf(branch), 0) - lines;
  for (const status of COLLAPSED_FIRST) {
    for (const branch of branches) {
      if (excess <= 0) return branches;
      if (!branch.open || branch.status !== status) continue;
      branch.open = false;
      excess -= branch.nodes.length;
    }
  }
  return branches;
}

function linesOf({ open, nodes }: Branch): number {
  return open ? 1 + nodes.length : 1;
}

function mostSevere(nodes: readonly Node[]): Node['status'] {
  return (
    MOST_SEVERE_FIRST.find((status) => nodes.some((node) => node.status === status)) ?? 'pending'
  );
}

/** Returns milliseconds from the first start to the last end, or to `now` while a node is running. */
export function durationOf(nodes: readonly Node[], now: number): number | undefined {
  const spans = nodes.flatMap(({ startedAt, duration, status }) => {
    if (startedAt === undefined) return [];
    const from = Date.parse(startedAt);
    if (duration !== undefined) return [{ from, to: from + duration }];
    return status === 'running' ? [{ from, to: Math.max(from, now) }] : [];
  });
  if (spans.length === 0) return undefined;
  const from = Math.min(...spans.map((span) => span.from));
  return Math.max(...spans.map((span) => span.to)) - from;
}
