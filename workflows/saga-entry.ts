/** What a saga knows of one node, and how that stands in the ledger. */
import type { Effect } from '../contract/failure.ts';
import type { CloudRef, LedgerEntry, LedgerStatus, PlannedNode } from '../contract/graph.ts';

export type NodeState = 'planned' | 'doubtful' | 'present' | 'gone' | 'stuck';

export interface Entry {
  node: PlannedNode;
  state: NodeState;
  ref?: CloudRef;
  /** It is there, though it may never get ready. */
  exists?: boolean;
  /** When the last attempt to make it ended without a sure answer, ms since the epoch. */
  doubtSince?: number;
  /** Of a stuck one: it may exist or not. */
  unsure?: boolean;
}

/** Notes what is certain although the node could not be made. */
export function settle(entry: Entry, effect: Effect | undefined): void {
  if (effect === undefined) {
    entry.doubtSince = Date.now();
  } else if ('nothingMade' in effect) {
    entry.state = 'gone';
  } else {
    entry.exists = true;
    entry.node = { ...entry.node, cloudId: effect.cloudId };
  }
}

/** A create of it may have been sent, and nobody has seen it. */
export function isUnsure({ state, exists }: Entry): boolean {
  return state === 'doubtful' && exists !== true;
}

/** A node that was only planned never existed. */
export const FACTS: Record<NodeState, LedgerStatus> = {
  planned: 'gone',
  doubtful: 'intended',
  present: 'present',
  stuck: 'failed',
  gone: 'gone',
};

export function ledgerEntry(
  { node, ref }: Entry,
  status: LedgerStatus,
  operationId: string,
): LedgerEntry {
  const cloudId = ref?.cloudId ?? node.cloudId;
  return {
    urn: node.urn,
    type: node.type,
    name: node.name,
    generation: node.generation,
    dependsOn: node.dependsOn,
    properties: node.properties,
    deadlineSeconds: node.deadlineSeconds,
    status,
    ...(cloudId !== undefined && { cloudId }),
    since: new Date(Date.now()).toISOString(),
    operationId,
  };
}
