/**
 * The saga of one operation: makes the nodes of a plan, and takes them away again.
 *
 * Life of a node:   planned -> doubtful -> present            (provision)
 *                              doubtful, present -> gone      (undo, remove)
 *                              doubtful, present -> stuck     (a failed undo: an outcome of its own)
 *
 * A node becomes `doubtful`, that is, its undo is registered, before the first call that could make
 * it. From then on only the cloud can say that it does not exist.
 */
import { CancellationScope, CancelledFailure, isCancellation, log } from '@temporalio/workflow';
import type { OperationAbout, Pace } from '../contract/durable.ts';
import type { CloudRef, Ledger, LedgerEntry, Owner, PlannedNode } from '../contract/graph.ts';
import type { OperationError, ProgressResource } from '../contract/operation.ts';
import type { ProviderName } from '../contract/vocabulary.ts';
import { activitiesFor, nodeOptions, patienceFor } from './activities.ts';
import { effectOf, failureDetails, toOperationError } from './failure.ts';
import { FACTS, isUnsure, ledgerEntry, settle, type Entry } from './saga-entry.ts';
import type { Tracker } from './tracker.ts';
import { dependants, walk } from './walk.ts';

/** How many nodes of one operation are worked on at once: the cloud's rate limits are shared. */
const PARALLEL_NODES = 32;

export interface SagaOptions {
  owner: Owner;
  provider: ProviderName;
  about: OperationAbout;
  operationId: string;
  /** How often a node may be made anew before its failure counts. */
  mostGenerations: number;
  pace: Pace;
  tracker: Tracker;
}

export interface Saga {
  /** Takes up a plan of nodes to make. */
  toMake(nodes: readonly PlannedNode[]): void;
  /** Takes up a plan of nodes to take away; what the ledger has not seen present may not exist. */
  toTakeAway(nodes: readonly PlannedNode[], ledger: Ledger): void;
  /** Makes every node. Rejects with the first failure, when everything in flight has ended. */
  provision(): Promise<void>;
  /** Takes away whatever may exist, dependants first; never rejects, cannot be canceled. */
  undo(): Promise<void>;
  /** The same for a deletion: rejects when it is canceled before all is gone. */
  remove(): Promise<void>;
  /** Whether anything was begun. */
  touched(): boolean;
  /** The URN and error of the node that failed first. */
  firstFailure(): { urn: string; error: OperationError } | undefined;
  /** URNs of what could not be taken away, as the cloud itself has it; empty when all is gone. */
  survivors(): Promise<string[]>;
  /** The plan as intent, for the ledger before the first effect. */
  intent(): LedgerEntry[];
  /** What is known at the end. */
  facts(): LedgerEntry[];
}

export function createSaga(options: SagaOptions): Saga {
  const { owner, provider, pace, tracker } = options;
  const { provisionNode, removeNode, inventory, record } = activitiesFor(pace);
  const entries = new Map<string, Entry>();
  let touched = false;
  let first: { urn: string; error: OperationError } | undefined;

  const nodes = (): PlannedNode[] => [...entries.values()].map((entry) => entry.node);

  async function make(entry: Entry): Promise<void> {
    const { node } = entry;
    const dependencies: Record<string, CloudRef> = {};
    for (const urn of node.dependsOn) {
      const ref = entries.get(urn)?.ref;
      if (ref !== undefined) dependencies[urn] = ref;
    }
    entry.state = 'doubtful';
    touched = true;
    tracker.node(node.urn, { status: 'running' });
    try {
      entry.ref = await provisionNode.executeWithOptions(nodeOptions(pace, node, 'Create'), [
        { provider, owner, node, dependencies, ...patienceFor(pace, node) },
      ]);
      entry.node = { ...node, cloudId: entry.ref.cloudId };
      entry.state = 'present';
      tracker.node(node.urn, { status: 'succeeded' });
    } catch (error) {
      settle(entry, effectOf(error));
      if (
        failureDetails(error)?.code === 'identity_spent' &&
        node.generation < options.mostGenerations
      ) {
        await renew(entry);
        return make(entry);
      }
      throw error;
    }
  }

  /** Something dead has the node's token or id: the next generation, in the ledger before its effect. */
  async function renew(entry: Entry): Promise<void> {
    entry.node = { ...entry.node, generation: entry.node.generation + 1 };
    await record.executeWithOptions(
      { summary: `Note generation ${entry.node.generation} of ${entry.node.name}` },
      [{ about: options.about, entries: [ledgerEntry(entry, 'intended', options.operationId)] }],
    );
  }

  async function provision(): Promise<void> {
    let failure: { error: unknown } | undefined;
    const scope = new CancellationScope();
    await scope.run(async () => {
      await walk({
        nodes: nodes(),
        key: (node) => node.urn,
        before: (node) => node.dependsOn,
        limit: PARALLEL_NODES,
        stopped: () => failure !== undefined || scope.consideredCancelled,
        visit: async (node) => {
          const entry = entries.get(node.urn);
          if (entry === undefined || entry.state === 'present') return true;
          try {
            await make(entry);
            return true;
          } catch (error) {
            const canceled = isCancellation(error);
            tracker.node(node.urn, { status: canceled ? 'pending' : 'failed' });
            if (failure === undefined && !canceled) {
              first = { urn: node.urn, error: toOperationError(error, node.urn) };
            }
            failure ??= { error };
            scope.cancel();
            return false;
          }
        },
      });
      if (failure !== undefined) throw failure.error;
    });
  }

  async function takeAway(entry: Entry): Promise<boolean> {
    const { node } = entry;
    // The resource that failed first stays visible as failed, to the end.
    const shown = node.urn !== first?.urn;
    touched = true;
    if (shown) tracker.node(node.urn, { operation: 'delete', status: 'running' });
    try {
      await removeNode.executeWithOptions(nodeOptions(pace, node, 'Delete'), [
        {
          provider,
          owner,
          node,
          ...patienceFor(pace, node),
          ...(isUnsure(entry) && { doubtSince: entry.doubtSince ?? Date.now() }),
        },
      ]);
      entry.state = 'gone';
      delete entry.ref;
      if (shown) tracker.node(node.urn, { status: 'succeeded' });
      return true;
    } catch (error) {
      if (isCancellation(error)) {
        // Its deletion may have been asked for.
        if (shown) tracker.node(node.urn, { status: 'pending' });
        if (entry.state === 'present') Object.assign(entry, { state: 'doubtful', exists: true });
      } else {
        entry.unsure = isUnsure(entry);
        entry.state = 'stuck';
        log.warn('a resource could not be removed', { urn: node.urn, reason: String(error) });
        first ??= { urn: node.urn, error: toOperationError(error, node.urn) };
        tracker.node(node.urn, { status: 'failed' });
      }
      return false;
    }
  }

  /** What was asked for and is not known to be gone. */
  function left(): Entry[] {
    return [...entries.values()].filter((e) => e.state !== 'planned' && e.state !== 'gone');
  }

  async function takeAllAway(stopped: () => boolean): Promise<void> {
    const mayExist = left();
    const after = dependants(
      mayExist,
      (entry) => entry.node.urn,
      (entry) => entry.node.dependsOn,
    );
    await walk({
      nodes: mayExist,
      key: (entry) => entry.node.urn,
      before: (entry) => after.get(entry.node.urn) ?? [],
      limit: PARALLEL_NODES,
      stopped,
      visit: takeAway,
    });
  }

  return {
    toMake(planned) {
      for (const node of planned) entries.set(node.urn, { node, state: 'planned' });
      tracker.plan(planned.map(shownAs));
    },
    toTakeAway(planned, ledger) {
      // Nobody else has made anything since the claim.
      const doubtSince = Date.now();
      for (const node of planned) {
        const seen = ledger[node.urn]?.status === 'present';
        entries.set(
          node.urn,
          seen ? { node, state: 'present' } : { node, state: 'doubtful', doubtSince },
        );
      }
      tracker.plan(planned.map(shownAs));
    },
    provision,
    async undo() {
      for (const { node, state } of entries.values()) {
        const wasMade = state === 'present' || state === 'doubtful';
        if (wasMade && node.urn !== first?.urn) {
          tracker.node(node.urn, { operation: 'delete', status: 'pending' });
        }
      }
      await CancellationScope.nonCancellable(() => takeAllAway(() => false));
    },
    async remove() {
      const scope = CancellationScope.current();
      await takeAllAway(() => scope.consideredCancelled);
      if (scope.consideredCancelled && left().length > 0) throw new CancelledFailure('canceled');
    },
    touched: () => touched,
    firstFailure: () => first,
    async survivors() {
      const mayExist = left();
      if (mayExist.length === 0) return [];
      try {
        const seen = await inventory.executeWithOptions(
          { summary: 'Look what could not be taken away' },
          [{ provider, owner }],
        );
        // One whose create was lost may still appear: that it is not seen proves nothing.
        const unseen = mayExist.filter(({ state, unsure }) => state === 'stuck' && unsure);
        return [...new Set([...seen, ...unseen.map(({ node }) => node.urn)])];
      } catch (error) {
        log.warn('the cloud could not be asked for survivors', { error: String(error) });
        return mayExist.map(({ node }) => node.urn);
      }
    },
    intent: () =>
      [...entries.values()].map((entry) => ledgerEntry(entry, 'intended', options.operationId)),
    facts: () =>
      [...entries.values()].map((entry) =>
        ledgerEntry(entry, FACTS[entry.state], options.operationId),
      ),
  };
}

function shownAs({ urn, type, name, operation }: PlannedNode): ProgressResource {
  return { urn, type, name, operation, status: operation === 'same' ? 'unchanged' : 'pending' };
}
