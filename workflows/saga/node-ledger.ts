/** How the state of a saga's node stands in the ledger. */
import type {
  Ledger,
  LedgerEntry,
  LedgerStatus,
  PlannedNode,
} from '../../contract/resources/graph.ts';
import { lastGeneration, type NodeState, type SagaNode } from './node.ts';

const STATUSES: Record<Exclude<NodeState['kind'], 'planned'>, LedgerStatus> = {
  restored: 'present',
  uncertain: 'intended',
  present: 'present',
  undo_failed: 'failed',
  gone: 'gone',
};

/** What is known of it at the end; undefined when the ledger says it already. */
export function finalEntry(
  it: SagaNode,
  ledger: Ledger,
  operationId: string,
): LedgerEntry | undefined {
  const { node, state } = it;
  if (node.operation === 'same' && state.kind === 'restored') return undefined;
  // The generation that it replaces still exists beside it.
  if (state.kind === 'present' && node.keepsGeneration !== undefined)
    return ledgerEntry(it, 'intended', operationId);
  if (state.kind !== 'planned') return ledgerEntry(it, STATUSES[state.kind], operationId);
  // The operation has not begun with it. If it is new, nothing of it exists.
  const status = node.operation === 'create' ? 'gone' : 'intended';
  return ledger[node.urn] ?? ledgerEntry(it, status, operationId);
}

/** Statuses under which the entry keeps what the node was before. */
const UNCERTAIN: ReadonlySet<LedgerStatus> = new Set(['intended', 'failed']);

export function ledgerEntry(
  { node, ref }: { node: PlannedNode; ref?: SagaNode['ref'] },
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
    ...(UNCERTAIN.has(status) && node.previous && { previous: node.previous }),
    changedAt: new Date(Date.now()).toISOString(),
    operationId,
  };
}
