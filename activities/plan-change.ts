/**
 * The plan of a change: what is wanted, against the ledger and what the cloud has.
 *
 *   wanted, not there             create
 *   wanted, there as it is        same
 *   wanted, there otherwise       update, or replace by the next generation
 *   wanted, but broken            replace by the next generation
 *   there, and wanted no longer   delete
 *
 * A generation that was seen gone, or that may have been asked for and is not there, is never used again.
 */
import type { Ledger, LedgerEntry, PlannedNode, Previous } from '../contract/graph.ts';
import type { CloudResource, Provider } from '../providers/provider.ts';
import { asNode } from './unplanned.ts';

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
    found.filter(({ urn }) => !known.has(urn)).map((it) => [it.urn, asNode(it)]),
  );
  return [...staying, ...leaving.map(leavingNode), ...strays.values()];
}

function planNode(
  provider: Pick<Provider, 'change'>,
  wanted: PlannedNode,
  entry: LedgerEntry | undefined,
  there: readonly CloudResource[],
): PlannedNode {
  const generations = there.map(({ generation }) => generation);
  const afresh = { ...wanted, generation: Math.max(entry?.generation ?? 0, ...generations) + 1 };
  const alive = there
    .filter(({ state }) => state !== 'failed' && state !== 'deleting')
    .toSorted((a, b) => a.generation - b.generation);
  const newest = alive.at(-1);
  if (newest === undefined) {
    return there.length === 0 ? afresh : { ...afresh, operation: 'replace' };
  }
  const replaced = interrupted(entry);
  const old = alive.find(({ generation }) => generation === replaced?.generation);
  // While the old one is there, an interrupted replacement can still go on, or back.
  const isBack = old === newest;
  const before = statesOf(entry, old !== undefined && isBack);
  const changes = new Set(
    before.map(({ properties }) => provider.change({ ...wanted, properties }, wanted)),
  );
  const previous = old === undefined ? settled(entry) : replaced;
  const based = previous === undefined ? {} : { previous };

  if (changes.has('delete_then_create')) return { ...afresh, operation: 'replace', ...based };
  if (changes.has('create_then_delete')) {
    const keeps = (old ?? newest).generation;
    return { ...afresh, operation: 'replace', keeps, ...based };
  }
  const { generation, cloudId, outputs } = newest;
  const adopted = { ...wanted, generation, cloudId, outputs, ...based };
  if (old !== undefined && !isBack) {
    return { ...adopted, operation: 'replace', keeps: old.generation };
  }
  if (previous === undefined) return adopted;
  const isAsKnown = entry?.status === 'present' && entry.generation === generation;
  if (!isAsKnown || changes.has('update')) return { ...adopted, operation: 'update' };
  return { ...wanted, operation: 'same', generation, cloudId, outputs };
}

/** The one that was being replaced when an operation ended without a word. */
function interrupted(entry: LedgerEntry | undefined): Previous | undefined {
  return entry?.previous?.generation === entry?.generation ? undefined : entry?.previous;
}

/** The states in which it may be, as far as the ledger knows. */
function statesOf(
  entry: LedgerEntry | undefined,
  isBack: boolean,
): Pick<LedgerEntry, 'properties'>[] {
  if (entry === undefined || entry.status === 'gone') return [];
  const { previous } = entry;
  if (isBack) return previous === undefined ? [] : [previous];
  const mayBeUnchanged = previous?.generation === entry.generation ? [previous] : [];
  return [entry, ...mayBeUnchanged];
}

/** What a failed change goes back to; undefined for what was never whole. */
function settled(entry: LedgerEntry | undefined): Previous | undefined {
  if (entry === undefined || entry.status === 'gone') return undefined;
  const { status, generation, properties, cloudId, previous } = entry;
  if (previous?.generation === generation) return previous;
  if (status === 'intended' && previous === undefined) return undefined;
  return { generation, properties, ...(cloudId !== undefined && { cloudId }) };
}

/** Should the operation end without a word, the ledger still knows that it was whole. */
function leavingNode(entry: LedgerEntry): PlannedNode {
  const { urn, type, name, generation, dependsOn, properties, deadlineSeconds, cloudId } = entry;
  const previous = interrupted(entry) ?? settled(entry);
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
    ...(previous !== undefined && { previous }),
  };
}
