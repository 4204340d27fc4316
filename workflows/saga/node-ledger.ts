/** Turns the state of a saga's node into its ledger entry. */
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

/** Returns the entry of the node at the end of the operation; undefined if the ledger is already correct. */
export function finalEntry(
  it: SagaNode,
  ledger: Ledger,
  operationId: string,
): LedgerEntry | undefined {
  const { node, state } = it;
  if (node.operation === 'same' && state.kind === 'restored') return undefined;
  // The generation that this one replaces still exists.
  if (state.kind === 'present' && node.keepsGeneration !== undefined)
    return ledgerEntry(it, 'intended', operationId);
  if (state.kind !== 'planned') return ledgerEntry(it, STATUSES[state.kind], operationId);
  // The operation sent no call for the node. If the node is new, it does not exist.
  const status = node.operation === 'create' ? 'gone' : 'intended';
  return ledger[node.urn] ?? ledgerEntry(it, status, operationId);
}

/** Entries with these statuses keep the previous state of the node. */
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
