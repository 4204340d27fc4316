/**
 * The state of one node in a saga: a state machine with pure transitions.
 *
 *   state        transition         next state
 *   ----------   ----------------   ---------------------------------------------------------------
 *   planned      begin              uncertain
 *   uncertain    begin              uncertain     the next generation, if this one is spent
 *   uncertain    made               present
 *   uncertain    failed             uncertain     or, if the cloud holds nothing of this operation,
 *                                                 `untouched`: planned, uncertain or gone
 *   uncertain,   removed            gone
 *   present,     removalCanceled    uncertain     unchanged if it was not present
 *   undo_failed  undoFailed         undo_failed
 *                restored           restored      the node is the same as before this operation
 *
 * A node becomes `uncertain`, which registers its undo, before the first call that could create or
 * change it. From then on only the cloud can say that the node does not exist.
 *
 * A node that exists already starts as `present` or `uncertain` if an undo or a removal has to delete it,
 * and as `restored` if the plan does not change it.
 */
import type { Effect } from '../../contract/problems/failure.ts';
import type { CloudRef, PlannedNode, Previous } from '../../contract/resources/graph.ts';

export type NodeState =
  /** This operation has not sent a call for the node. */
  | { kind: 'planned' }
  /**
   * A call that creates, changes or deletes the node may have been sent. `exists` is true if the node has
   * been seen in the cloud. `since` is when the last attempt ended without a certain answer, in ms since
   * the epoch.
   */
  | { kind: 'uncertain'; exists: boolean; since?: number }
  | { kind: 'present' }
  | { kind: 'gone' }
  /** The node exists, and is the same as before this operation: unchanged, or changed back. */
  | { kind: 'restored' }
  /**
   * The removal or restoration of the node failed, which the client sees. `exists` is true if the node has
   * been seen in the cloud.
   */
  | { kind: 'undo_failed'; exists: boolean };

export interface SagaNode {
  /** The planned node, with the generation and the properties of the last call to the cloud. */
  node: PlannedNode;
  state: NodeState;
  /** The state of the node if it turns out that this operation had no effect on it. */
  untouched: NodeState;
  /** The cloud id and outputs of an existing node, which its dependants need. */
  ref?: CloudRef;
  /** How often the node needed a further generation, because its resource was spent. */
  renewals: number;
}

const PLANNED: NodeState = { kind: 'planned' };
const PRESENT: NodeState = { kind: 'present' };
const RESTORED: NodeState = { kind: 'restored' };
const GONE: NodeState = { kind: 'gone' };

/** Returns a node of a creation. An undo deletes it, even if an earlier operation created it. */
export function nodeToCreate(node: PlannedNode): SagaNode {
  if (node.operation === 'same') return sagaNode(node, PRESENT);
  return sagaNode(node, wasThere(node) ? { kind: 'uncertain', exists: true } : PLANNED);
}

/** Returns a node of an update. An undo restores its previous state. */
export function nodeToChange(node: PlannedNode): SagaNode {
  return sagaNode(node, node.operation === 'same' ? RESTORED : PLANNED);
}

/**
 * Returns a node of a deletion. A node that the ledger does not know as present may not exist, or an
 * earlier call may still create it. The claim, made `now`, has ended all earlier operations.
 */
export function nodeToDelete(node: PlannedNode, isKnownPresent: boolean, now: number): SagaNode {
  return sagaNode(
    node,
    isKnownPresent ? PRESENT : { kind: 'uncertain', exists: false, since: now },
  );
}

function sagaNode(node: PlannedNode, state: NodeState): SagaNode {
  const { cloudId, outputs = {} } = node;
  return {
    node,
    state,
    untouched: wasThere(node) ? state : GONE,
    renewals: 0,
    ...(cloudId !== undefined && { ref: { cloudId, outputs } }),
  };
}

function wasThere({ operation, cloudId }: PlannedNode): boolean {
  return operation !== 'create' || cloudId !== undefined;
}

/** The first call that could create or change the node is about to be sent. */
export function begin(it: SagaNode): SagaNode {
  if (it.state.kind === 'uncertain') return it;
  return { ...it, state: { kind: 'uncertain', exists: it.untouched.kind !== 'gone' } };
}

/** The node was created or changed, and is ready. */
export function made(it: SagaNode, ref: CloudRef): SagaNode {
  return { ...it, node: { ...it.node, cloudId: ref.cloudId }, ref, state: PRESENT };
}

/** The node could not be created or changed. `effect` is what is known about it nevertheless. */
export function failed(it: SagaNode, effect: Effect | undefined, now: number): SagaNode {
  if (effect !== undefined && 'nothingCreated' in effect) return { ...it, state: it.untouched };
  if (effect === undefined) {
    return { ...it, state: { kind: 'uncertain', exists: hasBeenSeen(it), since: now } };
  }
  return {
    ...it,
    node: { ...it.node, cloudId: effect.cloudId },
    state: { kind: 'uncertain', exists: true, since: now },
  };
}

/** The resource of this generation is spent, so the node gets its next generation. */
export function renewed(it: SagaNode): SagaNode {
  const generation = lastGeneration(it.node) + 1;
  return { ...it, node: { ...it.node, generation }, renewals: it.renewals + 1 };
}

/** No generation of the node exists any more. */
export function removed(it: SagaNode): SagaNode {
  const { ref: _ref, ...rest } = it;
  return { ...rest, state: GONE };
}

/** The removal of the node was canceled. Its deletion may have been requested already. */
export function removalCanceled(it: SagaNode): SagaNode {
  if (it.state.kind !== 'present') return it;
  return { ...it, state: { kind: 'uncertain', exists: true } };
}

/** The node could not be removed or restored. */
export function undoFailed(it: SagaNode): SagaNode {
  return { ...it, state: { kind: 'undo_failed', exists: hasBeenSeen(it) } };
}

/** The node is the same again as before this operation. */
export function restored(it: SagaNode, previous: Previous): SagaNode {
  const { previous: _previous, ...node } = withState(it.node, previous);
  const { ref: _ref, ...rest } = it;
  return { ...rest, node, state: RESTORED };
}

/** The previous generation, which the node replaced, is gone. */
export function retired(it: SagaNode): SagaNode {
  const { keepsGeneration: _keepsGeneration, previous: _previous, ...node } = it.node;
  return { ...it, node };
}

/** Returns false if a call that creates the node may have been sent and the node has not been seen since. */
export function hasBeenSeen({ state }: SagaNode): boolean {
  return !('exists' in state) || state.exists;
}

/**
 * Returns true if this operation or an earlier one may have left resources of the node that have to be
 * removed or restored.
 */
export function mayExist({ state }: SagaNode): boolean {
  switch (state.kind) {
    case 'planned':
    case 'restored':
    case 'gone':
      return false;
    case 'uncertain':
    case 'present':
    case 'undo_failed':
      return true;
  }
}

/**
 * Returns when an attempt to create or change the node ended without a certain answer, in ms since the
 * epoch; undefined if none did.
 */
export function uncertainSince({ state }: SagaNode): number | undefined {
  return state.kind === 'uncertain' ? state.since : undefined;
}

/**
 * Returns the node in its previous state. It keeps the number of any later generation, which is never used
 * again.
 */
export function withState(node: PlannedNode, previous: Previous): PlannedNode {
  const { keepsGeneration: _keepsGeneration, cloudId: _cloudId, ...rest } = node;
  const { uncertain: _uncertain, ...was } = previous;
  const last = lastGeneration(node);
  return { ...rest, ...was, ...(last > was.generation && { lastUsedGeneration: last }) };
}

/** Returns the last generation of the node that may have been requested. */
export function lastGeneration({ generation, lastUsedGeneration = 0 }: PlannedNode): number {
  return Math.max(generation, lastUsedGeneration);
}
