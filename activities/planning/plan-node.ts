/** Plans one wanted node from its ledger entry and its generations in the cloud. */
import { isDeepStrictEqual } from 'node:util';
import type {
  LedgerEntry,
  PlanCause,
  PlannedNode,
  Previous,
} from '../../contract/resources/graph.ts';
import type { CloudResource, Provider } from '../../providers/provider.ts';

/**
 * Returns the node with the operation that leads to the wanted state.
 *
 * @param found all generations of the node that the cloud has, in any state
 * @param superseded URNs of nodes whose present generation the change deletes at its end
 */
export function planNode(
  provider: Pick<Provider, 'change' | 'fixedChanges'>,
  wanted: PlannedNode,
  entry: LedgerEntry | undefined,
  found: readonly CloudResource[],
  superseded: ReadonlySet<string>,
): PlannedNode {
  const lastUsedGeneration = lastGeneration(entry, found);
  const nextGeneration = { ...wanted, generation: lastUsedGeneration + 1 };
  const alive = found
    .filter(({ state }) => state !== 'failed' && state !== 'deleting')
    .toSorted((a, b) => a.generation - b.generation);
  const newest = alive.at(-1);
  if (newest === undefined) {
    return found.length === 0
      ? nextGeneration
      : { ...nextGeneration, operation: 'replace', why: { reason: 'broken' } };
  }
  const { generation, cloudId, outputs } = newest;
  const previous = previousOf(entry, alive, wanted);
  const withPrevious = previous === undefined ? {} : { previous };
  const old = alive.find((it) => it.generation === previous?.generation) ?? newest;
  const isOldWanted =
    previous !== undefined &&
    previous.uncertain !== true &&
    provider.change({ ...wanted, ...stateOf(previous) }, wanted, superseded) === 'same';
  if (old !== newest && isOldWanted && found.length === 2) {
    // The old generation matches the wanted node again, so delete its replacement.
    return {
      ...wanted,
      operation: 'replace',
      generation: old.generation,
      keepsGeneration: generation,
      lastUsedGeneration,
      cloudId: old.cloudId,
      outputs: old.outputs,
      ...withPrevious,
      why: UNFINISHED,
    };
  }
  const states = possibleStates(entry, generation).map((state) => ({
    ...wanted,
    ...stateOf(state),
  }));
  const changes = new Set(states.map((state) => provider.change(state, wanted, superseded)));
  const isOutdated = changes.has('create_then_delete') || changes.has('delete_then_create');
  const why = isOutdated ? whyReplaced(provider, states, wanted) : UNFINISHED;
  if (changes.has('delete_then_create')) {
    return { ...nextGeneration, operation: 'replace', ...withPrevious, why };
  }
  // A later generation exists but is dead. A generation before it can no longer be requested.
  const isBlocked = found.some((it) => it.generation > generation);
  // The ledger does not know this generation, so its properties are unknown.
  const isStranger = old !== newest && generation !== entry?.generation;
  if (isBlocked || isStranger || changes.has('create_then_delete')) {
    return {
      ...nextGeneration,
      operation: 'replace',
      keepsGeneration: old.generation,
      ...withPrevious,
      why,
    };
  }
  const adopted = {
    ...wanted,
    generation,
    cloudId,
    outputs,
    ...(lastUsedGeneration > generation && { lastUsedGeneration }),
    ...withPrevious,
  };
  if (old !== newest) {
    return { ...adopted, operation: 'replace', keepsGeneration: old.generation, why };
  }
  if (previous === undefined) return adopted;
  const isAsRecorded =
    entry?.status === 'present' && entry.generation === generation && found.length === 1;
  if (changes.has('update')) return { ...adopted, operation: 'update' };
  if (!isAsRecorded) return { ...adopted, operation: 'update', why };
  return { ...wanted, operation: 'same', generation, cloudId, outputs };
}

const UNFINISHED: PlanCause = { reason: 'unfinished' };

/** @param states the states in which the node may be, of which the cloud cannot change one in place */
function whyReplaced(
  provider: Pick<Provider, 'fixedChanges'>,
  states: readonly PlannedNode[],
  wanted: PlannedNode,
): PlanCause {
  const properties = new Set(states.flatMap((state) => provider.fixedChanges(state, wanted)));
  return properties.size === 0
    ? { reason: 'refers_to_removed' }
    : { reason: 'cannot_update', properties: [...properties] };
}

/** The latest generation that was ever requested; 0 if none was. */
export function lastGeneration(
  entry: LedgerEntry | undefined,
  found: readonly Pick<CloudResource, 'generation'>[],
): number {
  const seen = found.map(({ generation }) => generation);
  return Math.max(entry?.generation ?? 0, entry?.lastUsedGeneration ?? 0, ...seen);
}

/**
 * Returns what a failed change restores: the generation that a terminated operation was replacing, if it
 * still exists, or else the one in the ledger. Undefined if the node was never complete.
 */
function previousOf(
  entry: LedgerEntry | undefined,
  alive: readonly CloudResource[],
  wanted: PlannedNode,
): Previous | undefined {
  if (entry === undefined || entry.status === 'gone') return undefined;
  const { status, generation, properties, dependsOn, cloudId, previous } = entry;
  const exists = (sought: number) => alive.some((it) => it.generation === sought);
  if (previous !== undefined && exists(previous.generation)) {
    return { ...previous, ...(previous.generation === generation && { uncertain: true }) };
  }
  if (!exists(generation) || (status === 'intended' && previous === undefined)) return undefined;
  return {
    generation,
    properties,
    ...(!isDeepStrictEqual(dependsOn, wanted.dependsOn) && { dependsOn }),
    ...(cloudId !== undefined && { cloudId }),
    ...(status !== 'present' && { uncertain: true }),
  };
}

type State = Pick<Previous, 'generation' | 'properties' | 'dependsOn'>;

/** Without dependencies of its own, a state has those that are wanted. */
function stateOf({ properties, dependsOn }: State) {
  return { properties, ...(dependsOn !== undefined && { dependsOn }) };
}

/**
 * Returns the states in which a generation may be. If the ledger does not know the generation, these are
 * all states in the ledger.
 */
function possibleStates(entry: LedgerEntry | undefined, generation: number): State[] {
  if (entry === undefined || entry.status === 'gone') return [];
  const states: State[] = [entry, ...(entry.previous === undefined ? [] : [entry.previous])];
  const known = states.filter((state) => state.generation === generation);
  return known.length > 0 ? known : states;
}
