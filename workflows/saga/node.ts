/**
 * What a saga knows of one node: a state machine with pure transitions.
 *
 *   state        transition         next state
 *   ----------   ----------------   ---------------------------------------------------------------
 *   planned      begin              uncertain
 *   uncertain    begin              uncertain     the next generation, after a dead one
 *   uncertain    made               present
 *   uncertain    failed             uncertain     or, if the cloud holds nothing of this operation,
 *                                                 `untouched`: planned, uncertain or gone
 *   uncertain,   removed            gone
 *   present,     removalCanceled    uncertain     unchanged if it was not present
 *   undo_failed  undoFailed         undo_failed
 *                restored           restored      it is again what it was before this operation
 *
 * A node becomes `uncertain`, which registers its undo, before the first call that could create or
 * change it. From then on only the cloud can say that it does not exist.
 *
 * A node starts as `present` or `uncertain` when it is there already and an undo or a removal has to
 * delete it, and as `restored` when a change leaves it as it is.
 */
import type { Effect } from '../../contract/problems/failure.ts';
import type { CloudRef, PlannedNode, Previous } from '../../contract/resources/graph.ts';

export type NodeState =
  /** This operation has not begun with it. */
  | { kind: 'planned' }
  /**
   * A call that creates, changes or deletes it may have been sent. `exists`: it has been seen.
   * `since`: when the last attempt ended without a certain answer, ms since the epoch.
   */
  | { kind: 'uncertain'; exists: boolean; since?: number }
  | { kind: 'present' }
  | { kind: 'gone' }
  /** It is there, and this operation has left it, or brought it back to, what it was before. */
  | { kind: 'restored' }
  /** Its removal or restoration failed, which the client sees. `exists`: it has been seen. */
  | { kind: 'undo_failed'; exists: boolean };

export interface SagaNode {
  /** As planned, with the generation and the properties that were used last. */
  node: PlannedNode;
  state: NodeState;
  /** Its state if it turns out that this operation had no effect on it. */
  untouched: NodeState;
  /** What nodes that depend on it need, if it is there. */
  ref?: CloudRef;
  /** How often it had to be created with a further generation. */
  renewals: number;
}

const PLANNED: NodeState = { kind: 'planned' };
const PRESENT: NodeState = { kind: 'present' };
const RESTORED: NodeState = { kind: 'restored' };
const GONE: NodeState = { kind: 'gone' };

/** A node of a creation: an undo deletes it, also if an earlier operation created it. */
export function nodeToCreate(node: PlannedNode): SagaNode {
  if (node.operation === 'same') return sagaNode(node, PRESENT);
  return sagaNode(node, wasThere(node) ? { kind: 'uncertain', exists: true } : PLANNED);
}

/** A node of an update: an undo restores what was there before. */
export function nodeToChange(node: PlannedNode): SagaNode {
  return sagaNode(node, node.operation === 'same' ? RESTORED : PLANNED);
}

/**
 * A node of a deletion. If the ledger does not know it as present it may not exist, or an earlier
 * call may still create it; the claim, made `now`, has ended all earlier operations.
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

/** The first call that could create or change it is about to be made. */
export function begin(it: SagaNode): SagaNode {
  if (it.state.kind === 'uncertain') return it;
  return { ...it, state: { kind: 'uncertain', exists: it.untouched.kind !== 'gone' } };
}

/** It has been created or changed, and is ready. */
export function made(it: SagaNode, ref: CloudRef): SagaNode {
  return { ...it, node: { ...it.node, cloudId: ref.cloudId }, ref, state: PRESENT };
}

/** It could not be created or changed. `effect` is what is certain nevertheless. */
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

/** Its generation belongs to something dead: the next one is used instead. */
export function renewed(it: SagaNode): SagaNode {
  const generation = lastGeneration(it.node) + 1;
  return { ...it, node: { ...it.node, generation }, renewals: it.renewals + 1 };
}

/** No generation of it is left. */
export function removed(it: SagaNode): SagaNode {
  const { ref: _ref, ...rest } = it;
  return { ...rest, state: GONE };
}

/** Its removal was canceled; its deletion may have been requested. */
export function removalCanceled(it: SagaNode): SagaNode {
  if (it.state.kind !== 'present') return it;
  return { ...it, state: { kind: 'uncertain', exists: true } };
}

/** It could not be removed or restored. */
export function undoFailed(it: SagaNode): SagaNode {
  return { ...it, state: { kind: 'undo_failed', exists: hasBeenSeen(it) } };
}

/** It is again what it was before this operation. */
export function restored(it: SagaNode, previous: Previous): SagaNode {
  const { previous: _previous, ...node } = withState(it.node, previous);
  const { ref: _ref, ...rest } = it;
  return { ...rest, node, state: RESTORED };
}

/** What it replaced is gone. */
export function retired(it: SagaNode): SagaNode {
  const { keepsGeneration: _keepsGeneration, previous: _previous, ...node } = it.node;
  return { ...it, node };
}

/** False: a call that creates it may have been sent, and it has not been seen since. */
export function hasBeenSeen({ state }: SagaNode): boolean {
  return !('exists' in state) || state.exists;
}

/** This operation, or an earlier one, may have left something of it that it has to undo. */
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

/** When an attempt to create or change it ended without a certain answer, ms since the epoch. */
export function uncertainSince({ state }: SagaNode): number | undefined {
  return state.kind === 'uncertain' ? state.since : undefined;
}

/** The node as it was; a later generation that was requested since is never used again. */
export function withState(node: PlannedNode, previous: Previous): PlannedNode {
  const { keepsGeneration: _keepsGeneration, cloudId: _cloudId, ...rest } = node;
  const { uncertain: _uncertain, ...was } = previous;
  const last = lastGeneration(node);
  return { ...rest, ...was, ...(last > was.generation && { lastUsedGeneration: last }) };
}

/** The last generation that may have been requested. */
export function lastGeneration({ generation, lastUsedGeneration = 0 }: PlannedNode): number {
  return Math.max(generation, lastUsedGeneration);
}
