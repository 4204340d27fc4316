/**
 * The steps of a saga for one node. `provision` creates or changes the node. `retire` removes a node or a
 * generation that the plan no longer needs. `undo` calls `remove`, which deletes every generation, or
 * `restore`, which brings back the previous state.
 */
import { isCancellation } from '@temporalio/workflow';
import type { CloudRef, PlannedNode } from '../../contract/resources/graph.ts';
import type { OperationError } from '../../contract/operations/operation.ts';
import type { NodeOperation } from '../../contract/vocabulary.ts';
import type { Verb } from '../operation/activity-options.ts';
import { effectOf, failureDetails, toOperationError } from '../operation/errors.ts';
import { nodeFailure, type NodeChange } from '../../contract/operations/node-progress.ts';
import type { SagaDeps } from './deps.ts';
import { ledgerEntry } from './node-ledger.ts';
import * as transition from './node.ts';
import { hasBeenSeen, uncertainSince, withState, type SagaNode } from './node.ts';

/** When several generations of a node are spent in a row, one more would not help. */
const MAX_RENEWALS = 2;

/** The other operations create a node. */
const VERBS: Partial<Record<NodeOperation, Verb>> = {
  update: 'Update',
  replace: 'Replace',
  delete: 'Delete',
};

/** The state that the steps of one saga share. */
export interface SagaState {
  /** The nodes by URN. */
  nodes: Map<string, SagaNode>;
  /** True if the plan changes an existing resource. An undo then restores the previous state. */
  isChange: boolean;
  /** True once an activity with effects in the cloud has been started. */
  touched: boolean;
  /** The node that failed first. */
  first?: { urn: string; error: OperationError };
}

export function createSteps(deps: SagaDeps, state: SagaState) {
  const { tracker, operationId } = deps;

  function save(it: SagaNode): SagaNode {
    state.nodes.set(it.node.urn, it);
    return it;
  }

  /** Returns true if an undo deletes the node instead of restoring it. */
  function isToBeRemoved({ node }: SagaNode): boolean {
    return !state.isChange || node.previous === undefined;
  }

  /** Creates or changes the node. Rejects with the activity's failure. */
  async function provision(it: SagaNode): Promise<void> {
    const begun = save(transition.begin(it));
    const { node } = begun;
    state.touched = true;
    tracker.node(node.urn, { status: 'running' });
    try {
      const dependencies = dependenciesOf(node);
      const ref = await deps.provisionNode(VERBS[node.operation] ?? 'Create', {
        node,
        dependencies,
      });
      save(transition.made(begun, ref));
      // A replacement is complete only when the previous generation is gone.
      if (node.keepsGeneration === undefined) {
        tracker.node(node.urn, { status: 'succeeded', cloudId: ref.cloudId });
      }
    } catch (error) {
      const failed = save(transition.failed(begun, effectOf(error), Date.now()));
      const isSpent = failureDetails(error)?.code === 'identity_spent';
      if (isSpent && failed.renewals < MAX_RENEWALS) return provision(await renew(failed));
      throw error;
    }
  }

  /**
   * Removes a node that the plan deletes, or the previous generation of a replaced node. Resolves to true
   * on success; does not reject.
   */
  async function retire(it: SagaNode): Promise<boolean> {
    if (it.node.operation === 'delete') return remove(it);
    const { cloudId: _cloudId, ...old } = transition.retired(it).node;
    const cloudId = it.node.previous?.cloudId;
    // Pass the id of the previous generation too: a very new resource may not be listed yet.
    const target = cloudId === undefined ? old : { ...old, cloudId };
    const failure = await removeGenerations({ ...it, node: target }, it.node.generation);
    if (failure !== undefined) return false;
    save(transition.retired(it));
    show(it, { status: 'succeeded', ...cloudIdOf(it.node) });
    return true;
  }

  /** Undoes the effects of this operation on the node. Resolves to true on success; does not reject. */
  async function undo(it: SagaNode): Promise<boolean> {
    const { generation, keepsGeneration, previous } = it.node;
    if (previous === undefined || isToBeRemoved(it)) return remove(it);
    if (keepsGeneration === undefined) return restore(it);
    // Keep the older generation, even if this operation itself was going back to it.
    const failure = await removeGenerations(it, Math.min(keepsGeneration, generation));
    if (failure !== undefined) {
      save(failure(it));
      return false;
    }
    if (previous.uncertain) return restore(save({ ...it, node: withState(it.node, previous) }));
    save(transition.restored(it, previous));
    show(it, { operation: 'same', status: 'unchanged' });
    return true;
  }

  /** Removes every generation of the node. Resolves to true on success; does not reject. */
  async function remove(it: SagaNode): Promise<boolean> {
    const failure = await removeGenerations(it);
    if (failure !== undefined) {
      save(failure(it));
      return false;
    }
    save(transition.removed(it));
    show(it, { status: 'succeeded' });
    return true;
  }

  /**
   * Changes the node back to its previous state, or creates it again. Resolves to true on success; does not
   * reject.
   */
  async function restore(it: SagaNode): Promise<boolean> {
    const { previous } = it.node;
    if (previous === undefined) return false;
    show(it, { status: 'running' });
    const dependsOn = previous.dependsOn ?? it.node.dependsOn;
    let current = save({ ...it, node: { ...it.node, properties: previous.properties, dependsOn } });
    try {
      if (current.node.generation !== previous.generation) current = await renew(current);
      const { node } = current;
      const since = uncertainSince(current);
      const { cloudId } = await deps.provisionNode('Restore', {
        node: { ...node, undoes: it.node.properties },
        dependencies: dependenciesOf(node),
        ...(since !== undefined && { uncertainSince: since }),
      });
      const { generation, properties } = node;
      save(transition.restored(current, { generation, properties, cloudId }));
      show(it, { operation: 'same', status: 'unchanged', cloudId });
      return true;
    } catch (error) {
      save(transition.undoFailed(state.nodes.get(current.node.urn) ?? current));
      noteFailure(it, error, 'a resource could not be restored');
      return false;
    }
  }

  /**
   * Removes every generation except `keepGeneration`. Resolves to undefined on success, or to the
   * transition that the failure causes.
   */
  async function removeGenerations(
    it: SagaNode,
    keepGeneration?: number,
  ): Promise<((it: SagaNode) => SagaNode) | undefined> {
    const isWhole = keepGeneration === undefined;
    state.touched = true;
    show(it, { ...(isWhole && { operation: 'delete' }), status: 'running' });
    try {
      await deps.removeNode(isWhole ? 'Delete' : 'Retire', {
        node: it.node,
        ...(!hasBeenSeen(it) && { uncertainSince: uncertainSince(it) ?? Date.now() }),
        ...(!isWhole && { keepGeneration }),
      });
      return undefined;
    } catch (error) {
      if (isCancellation(error)) {
        show(it, { status: 'pending' });
        return transition.removalCanceled;
      }
      noteFailure(it, error, 'a resource could not be removed');
      return transition.undoFailed;
    }
  }

  /** Gives the node its next generation, and writes it to the ledger before it is used. */
  async function renew(it: SagaNode): Promise<SagaNode> {
    const next = save(transition.renewed(it));
    const { generation, name } = next.node;
    await deps.writeLedger(`Note generation ${generation} of ${name}`, [
      ledgerEntry(next, 'intended', operationId),
    ]);
    return next;
  }

  /** The cloud ids and outputs of the node's dependencies, by URN. */
  function dependenciesOf(node: PlannedNode): Record<string, CloudRef> {
    const dependencies: Record<string, CloudRef> = {};
    for (const urn of node.dependsOn) {
      const ref = state.nodes.get(urn)?.ref;
      if (ref !== undefined) dependencies[urn] = ref;
    }
    return dependencies;
  }

  function noteFailure({ node: { urn } }: SagaNode, error: unknown, message: string): void {
    deps.warn(message, { urn, reason: String(error) });
    state.first ??= { urn, error: toOperationError(error, urn) };
    tracker.node(urn, { status: 'failed', ...failureShown(error) });
  }

  /** Shows a change of the node. The node that failed first stays visible as failed until the end. */
  function show({ node: { urn } }: SagaNode, change: NodeChange): void {
    if (urn !== state.first?.urn) tracker.node(urn, change);
  }

  return { provision, retire, remove, undo, show, isToBeRemoved };
}

/** What an operation shows of a node whose activity has failed. */
export function failureShown(error: unknown): NodeChange {
  const effect = effectOf(error);
  return {
    ...(effect !== undefined && cloudIdOf(effect)),
    lastFailure: nodeFailure(toOperationError(error)),
  };
}

function cloudIdOf(from: { cloudId?: string } | { nothingCreated: true }): NodeChange {
  return 'cloudId' in from && from.cloudId !== undefined ? { cloudId: from.cloudId } : {};
}
