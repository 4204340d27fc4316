/** The resources of an operation as a tree, by type, folded until it fits. */
import type { Operation } from '../../client/types.ts';

export type Node = NonNullable<Operation['progress']['resources']>[number];

export interface Branch {
  type: string;
  nodes: readonly Node[];
  status: Node['status'];
  /** Whether its nodes are shown, each on a line. */
  open: boolean;
}

/** Of several nodes under one line: what most deserves to be seen. */
const MOST_SEVERE_FIRST = ['failed', 'running', 'pending', 'succeeded', 'unchanged'] as const;
/** Which branches are folded first when the lines do not suffice. */
const FOLDED_FIRST = ['unchanged', 'succeeded', 'pending', 'running', 'failed'] as const;

/** Branches in the order of the plan; open are as many as `lines` allow, the most interesting ones. */
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
  for (const status of FOLDED_FIRST) {
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

/** Milliseconds from the first start to the last end; until `now` while one of them runs. */
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
