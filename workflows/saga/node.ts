/** What a saga knows of one node, and how that stands in the ledger. */
import type { Effect } from '../../contract/problems/failure.ts';
import type {
  CloudRef,
  Ledger,
  LedgerEntry,
  LedgerStatus,
  PlannedNode,
  Previous,
} from '../../contract/resources/graph.ts';

/** `kept`: it is there, and this operation has left it, or brought it back to, what it was. */
export type NodeState = 'planned' | 'kept' | 'doubtful' | 'present' | 'gone' | 'stuck';

export interface Entry {
  node: PlannedNode;
  state: NodeState;
  /** Its state when it turns out that nothing was done to it. */
  untouched: NodeState;
  ref?: CloudRef;
  /** It is there, though it may never get ready. */
  exists?: boolean;
  /** When the last attempt to make or change it ended without a sure answer, ms since the epoch. */
  uncertainSince?: number;
  /** Of a stuck one: it may exist or not. */
  unsure?: boolean;
  /** How often it had to be made anew. */
  renewals: number;
}

/** Of a node of the plan; what is there already is made out to be as `state` says. */
export function entryOf(node: PlannedNode, state: NodeState): Entry {
  const { cloudId, outputs = {} } = node;
  const isThere = node.operation !== 'create' || cloudId !== undefined;
  return {
    node,
    state,
    untouched: isThere ? state : 'gone',
    renewals: 0,
    ...(isThere && { exists: true }),
    ...(cloudId !== undefined && { ref: { cloudId, outputs } }),
  };
}

/** Notes what is certain although the node could not be made or changed. */
export function settle(entry: Entry, effect: Effect | undefined): void {
  if (effect !== undefined && 'nothingCreated' in effect) {
    entry.state = entry.untouched;
    return;
  }
  entry.uncertainSince = Date.now();
  if (effect === undefined) return;
  entry.exists = true;
  entry.node = { ...entry.node, cloudId: effect.cloudId };
}

/** It is again what it was before this operation. */
export function settled(entry: Entry, previous: Previous): void {
  const { previous: _previous, ...node } = withState(entry.node, previous);
  entry.node = node;
  entry.state = 'kept';
  delete entry.ref;
}

/** The node as it was; what has been asked for since is spent. */
export function withState(node: PlannedNode, previous: Previous): PlannedNode {
  const { keepsGeneration: _keeps, cloudId: _cloudId, ...rest } = node;
  const { uncertain: _inDoubt, ...was } = previous;
  const last = lastGeneration(node);
  return { ...rest, ...was, ...(last > was.generation && { lastUsedGeneration: last }) };
}

/** The last generation that may have been asked for. */
export function lastGeneration({ generation, lastUsedGeneration = 0 }: PlannedNode): number {
  return Math.max(generation, lastUsedGeneration);
}

/** A create of it may have been sent, and nobody has seen it. */
export function isUnsure({ state, exists }: Entry): boolean {
  return state === 'doubtful' && exists !== true;
}

const FACTS: Record<Exclude<NodeState, 'planned'>, LedgerStatus> = {
  kept: 'present',
  doubtful: 'intended',
  present: 'present',
  stuck: 'failed',
  gone: 'gone',
};

/** What is known of it at the end; undefined when the ledger says it already. */
export function fact(entry: Entry, ledger: Ledger, operationId: string): LedgerEntry | undefined {
  const { node, state } = entry;
  if (node.operation === 'same' && state === 'kept') return undefined;
  // Beside its replacement the previous one still stands.
  if (state === 'present' && node.keepsGeneration !== undefined)
    return ledgerEntry(entry, 'intended', operationId);
  if (state !== 'planned') return ledgerEntry(entry, FACTS[state], operationId);
  // Nobody has begun with it: of something new there is nothing.
  const status = node.operation === 'create' ? 'gone' : 'intended';
  return ledger[node.urn] ?? ledgerEntry(entry, status, operationId);
}

const IN_DOUBT: ReadonlySet<LedgerStatus> = new Set(['intended', 'failed']);

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
    ...(lastGeneration(node) > node.generation && { lastUsedGeneration: lastGeneration(node) }),
    ...(IN_DOUBT.has(status) && node.previous && { previous: node.previous }),
    changedAt: new Date(Date.now()).toISOString(),
    operationId,
  };
}
