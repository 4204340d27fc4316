/**
 * The plan of a change: what is wanted, against the ledger and what the cloud has.
 *
 *   wanted, not there             create
 *   wanted, there as it is        same
 *   wanted, there otherwise       update, or replace by the next generation
 *   wanted, but broken            replace by the next generation
 *   there, and wanted no longer   delete
 *
 * A generation that was ever asked for and is not there is never used again. What stands beside another
 * generation after an operation ended without a word stays until there is one that is ready.
 */
import type { Ledger, LedgerEntry, PlannedNode, Previous } from '../../contract/resources/graph.ts';
import type { CloudResource, Provider } from '../../providers/provider.ts';
import { asNode } from '../nodes/unplanned.ts';

/** @param found what the cloud has, at a time at which everything that was asked for shows */
export function planChange(
  provider: Pick<Provider, 'change'>,
  wanted: readonly PlannedNode[],
  ledger: Ledger,
  found: readonly CloudResource[],
): PlannedNode[] {
  const urns = new Set(wanted.map(({ urn }) => urn));
  const staying = wanted.map((node) =>
    planNode(
      provider,
      node,
      ledger[node.urn],
      found.filter(({ urn }) => urn === node.urn),
    ),
  );
  const leaving = Object.values(ledger).filter(
    ({ urn, status }) => status !== 'gone' && !urns.has(urn),
  );
  const known = new Set([...urns, ...leaving.map(({ urn }) => urn)]);
  const strays = new Map(
    found.filter(({ urn }) => !known.has(urn)).map((it) => [it.urn, strayNode(it, ledger, found)]),
  );
  return [...staying, ...leaving.map(leavingNode), ...strays.values()];
}

function planNode(
  provider: Pick<Provider, 'change'>,
  wanted: PlannedNode,
  entry: LedgerEntry | undefined,
  there: readonly CloudResource[],
): PlannedNode {
  const lastUsedGeneration = lastGeneration(entry, there);
  const afresh = { ...wanted, generation: lastUsedGeneration + 1 };
  const alive = there
    .filter(({ state }) => state !== 'failed' && state !== 'deleting')
    .toSorted((a, b) => a.generation - b.generation);
  const newest = alive.at(-1);
  if (newest === undefined) {
    return there.length === 0 ? afresh : { ...afresh, operation: 'replace' };
  }
  const { generation, cloudId, outputs } = newest;
  const previous = previousOf(entry, alive);
  const based = previous === undefined ? {} : { previous };
  const old = alive.find((it) => it.generation === previous?.generation) ?? newest;
  const isOldWanted =
    previous !== undefined &&
    previous.uncertain !== true &&
    provider.change({ ...wanted, properties: previous.properties }, wanted) === 'same';
  if (old !== newest && isOldWanted && there.length === 2) {
    // Its replacement is what has to go.
    return {
      ...wanted,
      operation: 'replace',
      generation: old.generation,
      keepsGeneration: generation,
      lastUsedGeneration,
      cloudId: old.cloudId,
      outputs: old.outputs,
      ...based,
    };
  }
  const changes = new Set(
    statesOf(entry, generation).map(({ properties }) =>
      provider.change({ ...wanted, properties }, wanted),
    ),
  );
  if (changes.has('delete_then_create')) return { ...afresh, operation: 'replace', ...based };
  // Below a dead one nothing can be asked for, and of what the ledger does not know nobody knows what it is.
  const isBlocked = there.some((it) => it.generation > generation);
  const isStranger = old !== newest && generation !== entry?.generation;
  if (isBlocked || isStranger || changes.has('create_then_delete')) {
    return { ...afresh, operation: 'replace', keepsGeneration: old.generation, ...based };
  }
  const adopted = {
    ...wanted,
    generation,
    cloudId,
    outputs,
    ...(lastUsedGeneration > generation && { lastUsedGeneration }),
    ...based,
  };
  if (old !== newest) return { ...adopted, operation: 'replace', keepsGeneration: old.generation };
  if (previous === undefined) return adopted;
  const isAsKnown =
    entry?.status === 'present' && entry.generation === generation && there.length === 1;
  if (!isAsKnown || changes.has('update')) return { ...adopted, operation: 'update' };
  return { ...wanted, operation: 'same', generation, cloudId, outputs };
}

/** 0: none was ever asked for. */
function lastGeneration(
  entry: LedgerEntry | undefined,
  there: readonly Pick<CloudResource, 'generation'>[],
): number {
  const seen = there.map(({ generation }) => generation);
  return Math.max(entry?.generation ?? 0, entry?.lastUsedGeneration ?? 0, ...seen);
}

/**
 * What a failed change goes back to: what was being replaced when an operation ended without a word, if it
 * is still there, else what the ledger knows; undefined for what was never whole.
 */
function previousOf(
  entry: LedgerEntry | undefined,
  alive: readonly CloudResource[],
): Previous | undefined {
  if (entry === undefined || entry.status === 'gone') return undefined;
  const { status, generation, properties, cloudId, previous } = entry;
  const isThere = (wanted: number) => alive.some((it) => it.generation === wanted);
  if (previous !== undefined && isThere(previous.generation)) {
    return { ...previous, ...(previous.generation === generation && { uncertain: true }) };
  }
  if (!isThere(generation) || (status === 'intended' && previous === undefined)) return undefined;
  return {
    generation,
    properties,
    ...(cloudId !== undefined && { cloudId }),
    ...(status !== 'present' && { uncertain: true }),
  };
}

/** The states in which that generation may be; all that the ledger has, when it does not know it. */
function statesOf(
  entry: LedgerEntry | undefined,
  generation: number,
): Pick<LedgerEntry, 'generation' | 'properties'>[] {
  if (entry === undefined || entry.status === 'gone') return [];
  const states = [entry, ...(entry.previous === undefined ? [] : [entry.previous])];
  const known = states.filter((state) => state.generation === generation);
  return known.length > 0 ? known : states;
}

function strayNode(
  stray: CloudResource,
  ledger: Ledger,
  found: readonly CloudResource[],
): PlannedNode {
  const same = found.filter(({ urn }) => urn === stray.urn);
  return { ...asNode(stray), generation: lastGeneration(ledger[stray.urn], same) };
}

/** Of what is to go. */
function leavingNode(entry: LedgerEntry): PlannedNode {
  const { urn, type, name, generation, dependsOn, properties, deadlineSeconds } = entry;
  const { cloudId, lastUsedGeneration, status } = entry;
  // Should the operation end without a word, the ledger still knows that it was whole.
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
