/**
 * The saga of one operation: creates, changes and removes the nodes of a plan, and undoes these effects.
 * `node.ts` defines the states of a node and `node-steps.ts` the steps for one node. This file walks the
 * plan.
 */
import { CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { Ledger, LedgerEntry, PlannedNode } from '../../contract/resources/graph.ts';
import { shownAs } from '../../contract/operations/node-progress.ts';
import type { OperationError } from '../../contract/operations/operation.ts';
import { toOperationError } from '../operation/errors.ts';
import type { SagaDeps } from './deps.ts';
import { dependants, walk } from './graph-walk.ts';
import { finalEntry, ledgerEntry } from './node-ledger.ts';
import { createSteps, failureShown, type SagaState } from './node-steps.ts';
import { mayExist, nodeToChange, nodeToCreate, nodeToDelete, type SagaNode } from './node.ts';

/** The number of nodes of one operation in progress at once. Operations share the cloud's rate limits. */
const PARALLEL_NODES = 32;

export interface Saga {
  /**
   * Takes the plan of a new resource. An undo removes all its nodes, even those that an earlier operation
   * created.
   */
  planCreation(nodes: readonly PlannedNode[], ledger: Ledger): void;
  /** Takes the plan of a change. An undo restores the previous state. */
  planChange(nodes: readonly PlannedNode[], ledger: Ledger): void;
  /** Takes a plan of nodes to remove. A node that the ledger does not know as present may not exist. */
  planDeletion(nodes: readonly PlannedNode[], ledger: Ledger): void;
  /**
   * Creates and changes every node. Waits until every call in flight has ended, then rejects with the first
   * failure or the cancellation, if there was one.
   */
  provision(): Promise<void>;
  /**
   * Removes the nodes and generations that the plan no longer needs, dependants first. Never rejects and
   * cannot be canceled. Resolves to the URNs of those that still exist.
   */
  retire(): Promise<string[]>;
  /**
   * Undoes every effect that this operation may have had, dependants first. Never rejects and cannot be
   * canceled.
   */
  undo(): Promise<void>;
  /** Removes every node, dependants first. Rejects if it is canceled before all nodes are gone. */
  remove(): Promise<void>;
  /** Returns true once an activity with effects in the cloud has been started. */
  touched(): boolean;
  /** The URN and error of the node that failed first; undefined if none failed. */
  firstFailure(): { urn: string; error: OperationError } | undefined;
  /** The URNs of the nodes that still exist in the cloud and should not, or that could not be restored. */
  survivors(): Promise<string[]>;
  /** The plan as ledger entries. They are written before the first effect. */
  intent(): LedgerEntry[];
  /** The final state of the nodes as ledger entries. */
  facts(): LedgerEntry[];
}

export function createSaga(deps: SagaDeps): Saga {
  const { operationId, tracker, scopes } = deps;
  const state: SagaState = { nodes: new Map(), touched: false, isChange: false };
  const steps = createSteps(deps, state);
  let ledger: Ledger = {};

  function take(
    planned: readonly PlannedNode[],
    known: Ledger,
    toNode: (node: PlannedNode) => SagaNode,
  ): void {
    ledger = known;
    for (const node of planned) state.nodes.set(node.urn, toNode(node));
    const dependencies = planned.map(({ urn, dependsOn }) => [urn, dependsOn] as const);
    tracker.plan(planned.map(shownAs), Object.fromEntries(dependencies));
  }

  function nodesWhere(isWanted: (it: SagaNode) => boolean): SagaNode[] {
    return [...state.nodes.values()].filter(isWanted);
  }

  async function provision(): Promise<void> {
    let failure: { error: unknown } | undefined;
    await scopes.cancellable(async (scope) => {
      await walk({
        nodes: nodesWhere(({ node }) => node.operation !== 'delete'),
        key: ({ node }) => node.urn,
        before: ({ node }) => node.dependsOn,
        limit: PARALLEL_NODES,
        stopped: () => failure !== undefined || scope.isCanceled(),
        visit: async (it) => {
          if (it.node.operation === 'same' || it.state.kind === 'present') return true;
          const { urn } = it.node;
          try {
            await steps.provision(it);
            return true;
          } catch (error) {
            const canceled = isCancellation(error);
            tracker.node(
              urn,
              canceled ? { status: 'pending' } : { status: 'failed', ...failureShown(error) },
            );
            if (failure === undefined && !canceled) {
              state.first = { urn, error: toOperationError(error, urn) };
            }
            failure ??= { error };
            scope.cancel();
            return false;
          }
        },
      });
      if (failure !== undefined) throw failure.error;
      // Every call in flight may have succeeded, but the remaining nodes were never started.
      if (scope.isCanceled()) throw new CancelledFailure('canceled');
    });
  }

  /** The nodes that the plan deletes, and those whose previous generation still exists. */
  function superseded(): SagaNode[] {
    return nodesWhere(
      ({ node, state: { kind } }) =>
        (node.operation === 'delete' && kind !== 'gone') || node.keepsGeneration !== undefined,
    );
  }

  return {
    planCreation(planned, known) {
      take(planned, known, nodeToCreate);
    },
    planChange(planned, known) {
      state.isChange = true;
      take(planned, known, nodeToChange);
    },
    planDeletion(planned, known) {
      take(planned, known, (node) =>
        nodeToDelete(node, known[node.urn]?.status === 'present', Date.now()),
      );
    },
    provision,
    async retire() {
      await scopes.nonCancellable(() =>
        dependantsFirst(superseded(), steps.retire, () => false, oldDependencies),
      );
      return superseded().map(({ node }) => node.urn);
    },
    async undo() {
      for (const it of nodesWhere(mayExist)) {
        if (it.state.kind === 'undo_failed') continue;
        const operation = steps.isToBeRemoved(it) && { operation: 'delete' as const };
        steps.show(it, { ...operation, status: 'pending' });
      }
      await scopes.nonCancellable(() =>
        dependantsFirst(nodesWhere(mayExist), steps.undo, () => false),
      );
    },
    async remove() {
      const scope = scopes.current();
      await dependantsFirst(nodesWhere(mayExist), steps.remove, () => scope.isCanceled());
      if (scope.isCanceled() && nodesWhere(mayExist).length > 0)
        throw new CancelledFailure('canceled');
    },
    touched: () => state.touched,
    firstFailure: () => state.first,
    async survivors() {
      const left = nodesWhere(mayExist);
      if (left.length === 0) return [];
      try {
        const seen = await deps.listCloudResources('Check which resources are left');
        const mine = new Set(left.map(({ node }) => node.urn));
        const there = state.isChange ? seen.filter((urn) => mine.has(urn)) : seen;
        // If the answer to a create was lost, the node may still appear, so its absence from the list
        // proves nothing.
        const unseen = left.filter(
          (it) => (it.state.kind === 'undo_failed' && !it.state.exists) || !steps.isToBeRemoved(it),
        );
        return [...new Set([...there, ...unseen.map(({ node }) => node.urn)])];
      } catch (error) {
        deps.warn('the remaining resources could not be listed', { error: String(error) });
        return left.map(({ node }) => node.urn);
      }
    },
    intent: () =>
      nodesWhere(({ node }) => node.operation !== 'same').map((it) =>
        ledgerEntry(it, 'intended', operationId),
      ),
    facts: () =>
      [...state.nodes.values()].flatMap((it) => finalEntry(it, ledger, operationId) ?? []),
  };
}

/** The URNs of the nodes that exist after the plan has been carried out. */
export function urnsToStay(nodes: readonly PlannedNode[]): string[] {
  return nodes.filter(({ operation }) => operation !== 'delete').map(({ urn }) => urn);
}

/** A previous generation may refer to nodes that the current one no longer depends on. */
function oldDependencies({ node }: SagaNode): readonly string[] {
  return node.previous?.dependsOn ?? node.dependsOn;
}

function dependantsFirst(
  nodes: readonly SagaNode[],
  visit: (it: SagaNode) => Promise<boolean>,
  stopped: () => boolean,
  dependsOn: (it: SagaNode) => readonly string[] = ({ node }) => node.dependsOn,
): Promise<unknown> {
  const urnOf = ({ node }: SagaNode) => node.urn;
  const after = dependants(nodes, urnOf, dependsOn);
  return walk({
    nodes,
    key: urnOf,
    before: (it) => after.get(it.node.urn) ?? [],
    limit: PARALLEL_NODES,
    stopped,
    visit,
  });
}
