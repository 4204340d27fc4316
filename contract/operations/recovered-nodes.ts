import type { ProgressResource } from './operation.ts';
import type { LedgerEntry } from '../resources/graph.ts';
import type { NodeStatus } from '../vocabulary.ts';

/** The nodes of a ledger that was rebuilt from the cloud, as an operation or a preview shows them. */
export function recoveredNodes(
  entries: readonly LedgerEntry[],
  status: NodeStatus,
): ProgressResource[] {
  return entries
    .filter((entry) => entry.status !== 'gone')
    .map(({ urn, type, name }) => ({ urn, type, name, operation: 'read', status }));
}
