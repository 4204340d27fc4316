/**
 * Plans a change: compares the wanted nodes with the ledger and with the cloud.
 *
 *   wanted, not in the cloud         create
 *   wanted, unchanged                same
 *   wanted, different                update, or replace by the next generation
 *   wanted, broken                   replace by the next generation
 *   in the cloud, no longer wanted   delete
 *
 * A generation that was requested once and is not in the cloud is never used again. When a terminated
 * operation has left two generations, both stay until one of them is ready.
 */
import type { Ledger, LedgerEntry, PlannedNode } from '../../contract/resources/graph.ts';
import type { CloudResource, Provider } from '../../providers/provider.ts';
import { unplannedNode } from '../nodes/unplanned.ts';
import { lastGeneration, planNode } from './plan-node.ts';

/**
 * Returns the nodes of a change: first the wanted ones, then those to delete.
 *
 * @param found the cloud's resources, read when the result of every earlier request is visible
 */
export function planChange(
  provider: Pick<Provider, 'change' | 'fixedChanges'>,
  wanted: readonly PlannedNode[],
  ledger: Ledger,
  found: readonly CloudResource[],
): PlannedNode[] {
  const urns = new Set(wanted.map(({ urn }) => urn));
  const leaving = Object.values(ledger).filter(
    ({ urn, status }) => status !== 'gone' && !urns.has(urn),
  );
  const staying = planStaying(
    (node, superseded) => {
      const mine = found.filter(({ urn }) => urn === node.urn);
      return planNode(provider, node, ledger[node.urn], mine, superseded);
    },
    wanted,
    leaving,
  );
  const known = new Set([...urns, ...leaving.map(({ urn }) => urn)]);
  const strays = new Map(
    found.filter(({ urn }) => !known.has(urn)).map((it) => [it.urn, strayNode(it, ledger, found)]),
  );
  return [...staying, ...leaving.map(leavingNode), ...strays.values()];
}

/**
 * Plans the wanted nodes. The last step of a change deletes nodes and previous generations. A node that refers
 * to one of these, for example an add-on to the node group that it runs on, must be replaced before. That can
 * make further nodes refer to a previous generation, so the plan is repeated until nothing is added.
 */
function planStaying(
  plan: (node: PlannedNode, superseded: ReadonlySet<string>) => PlannedNode,
  wanted: readonly PlannedNode[],
  leaving: readonly LedgerEntry[],
): PlannedNode[] {
  const superseded = new Set(leaving.map(({ urn }) => urn));
  for (;;) {
    const before = superseded.size;
    const planned = wanted.map((node) => plan(node, superseded));
    for (const { urn, keepsGeneration } of planned) {
      if (keepsGeneration !== undefined) superseded.add(urn);
    }
    if (superseded.size === before) return planned;
  }
}

/** Returns a node that deletes a resource that only the cloud knows. */
function strayNode(
  stray: CloudResource,
  ledger: Ledger,
  found: readonly CloudResource[],
): PlannedNode {
  const same = found.filter(({ urn }) => urn === stray.urn);
  return { ...unplannedNode(stray), generation: lastGeneration(ledger[stray.urn], same) };
}

/** Returns a node that deletes a node of the ledger that is no longer wanted. */
function leavingNode(entry: LedgerEntry): PlannedNode {
  const { urn, type, name, generation, dependsOn, properties, deadlineSeconds } = entry;
  const { cloudId, lastUsedGeneration, status } = entry;
  // The ledger must still know that the node was complete if this operation is terminated.
  const previous =
    entry.previous ??
    (status === 'intended'
      ? undefined
      : { generation, properties, ...(cloudId !== undefined && { cloudId }) });
  return {
    urn,
    type,
    name,
    operation: 'delete',
    generation,
    dependsOn,
    properties,
    deadlineSeconds,
    ...(cloudId !== undefined && { cloudId }),
    ...(lastUsedGeneration !== undefined && { lastUsedGeneration }),
    ...(previous !== undefined && { previous }),
  };
}
