/**
 * The saga of one operation: makes and changes the nodes of a plan, and undoes that.
 *
 * Life of a node:   planned -> doubtful -> present            (provision)
 *                              doubtful, present -> gone      (undo of what was made, remove, retire)
 *                              doubtful, present -> kept      (undo of what was changed)
 *                              doubtful, present -> stuck     (a failed undo: an outcome of its own)
 *
 * A node becomes `doubtful`, that is, its undo is registered, before the first call that could make
 * it. From then on only the cloud can say that it does not exist.
 */
import { CancellationScope, CancelledFailure, isCancellation, log } from '@temporalio/workflow';
import type { Ledger, LedgerEntry, PlannedNode } from '../../contract/resources/graph.ts';
import type { OperationError, ProgressResource } from '../../contract/operations/operation.ts';
import { activitiesFor } from '../operation/activity-options.ts';
import { toOperationError } from '../operation/errors.ts';
import { entryOf, fact, ledgerEntry, type Entry } from './node.ts';
import { createEnds } from './ends.ts';
import { createSteps, type SagaOptions, type SagaState } from './node-steps.ts';
import { dependants, walk } from './graph-walk.ts';

/** How many nodes of one operation are worked on at once: the cloud's rate limits are shared. */
const PARALLEL_NODES = 32;

export interface Saga {
  /** Takes up the plan of something new: an undo leaves nothing of it, whoever made it. */
  toMake(nodes: readonly PlannedNode[], ledger: Ledger): void;
  /** Takes up the plan of a change: an undo leaves what was there before. */
  toChange(nodes: readonly PlannedNode[], ledger: Ledger): void;
  /** Takes up a plan of nodes to take away; what the ledger has not seen present may not exist. */
  toTakeAway(nodes: readonly PlannedNode[], ledger: Ledger): void;
  /** Makes and changes every node. Rejects with the first failure, when everything in flight has ended. */
  provision(): Promise<void>;
  /**
   * Takes away what the plan has no more use for, dependants first; never rejects, cannot be canceled.
   * Resolves to the URNs of what is still there.
   */
  retire(): Promise<string[]>;
  /** Undoes whatever may have been done, dependants first; never rejects, cannot be canceled. */
  undo(): Promise<void>;
  /** Takes all away, dependants first: rejects when it is canceled before all is gone. */
  remove(): Promise<void>;
  /** Whether anything was begun. */
  touched(): boolean;
  /** The URN and error of the node that failed first. */
  firstFailure(): { urn: string; error: OperationError } | undefined;
  /** URNs of what could not be taken away, as the cloud itself has it, or not be changed back. */
  survivors(): Promise<string[]>;
  /** The plan as intent, for the ledger before the first effect. */
  intent(): LedgerEntry[];
  /** What is known at the end. */
  facts(): LedgerEntry[];
}

export function createSaga(options: SagaOptions): Saga {
  const { owner, provider, operationId, tracker } = options;
  const { listCloudResources } = activitiesFor(options.timings);
  const entries = new Map<string, Entry>();
  const state: SagaState = { entries, touched: false, isChange: false };
  const steps = createSteps(options, state);
  const { make, show } = steps;
  const { end, undoOne, retireOne, isToEnd } = createEnds(steps, state);
  let ledger: Ledger = {};

  function take(
    planned: readonly PlannedNode[],
    known: Ledger,
    stateOf: (node: PlannedNode) => Entry['state'],
  ): void {
    ledger = known;
    for (const node of planned) entries.set(node.urn, entryOf(node, stateOf(node)));
    tracker.plan(planned.map(shownAs));
  }

  async function provision(): Promise<void> {
    let failure: { error: unknown } | undefined;
    const scope = new CancellationScope();
    await scope.run(async () => {
      await walk({
        nodes: [...entries.values()].filter(({ node }) => node.operation !== 'delete'),
        key: (entry) => entry.node.urn,
        before: (entry) => entry.node.dependsOn,
        limit: PARALLEL_NODES,
        stopped: () => failure !== undefined || scope.consideredCancelled,
        visit: async (entry) => {
          if (entry.node.operation === 'same' || entry.state === 'present') return true;
          const { urn } = entry.node;
          try {
            await make(entry);
            return true;
          } catch (error) {
            const canceled = isCancellation(error);
            tracker.node(urn, { status: canceled ? 'pending' : 'failed' });
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
    });
  }

  /** Asked for, or there, and not known to be gone or as it was. */
  function left(): Entry[] {
    return [...entries.values()].filter(
      (e) => e.state !== 'planned' && e.state !== 'kept' && e.state !== 'gone',
    );
  }

  /** What the plan has no more use for. */
  function superseded(): Entry[] {
    return [...entries.values()].filter(
      (entry) =>
        (entry.node.operation === 'delete' && entry.state !== 'gone') ||
        entry.node.keepsGeneration !== undefined,
    );
  }

  return {
    toMake(planned, known) {
      take(planned, known, ({ operation, cloudId }) => {
        if (operation === 'same') return 'present';
        return operation === 'create' && cloudId === undefined ? 'planned' : 'doubtful';
      });
    },
    toChange(planned, known) {
      state.isChange = true;
      take(planned, known, ({ operation }) => (operation === 'same' ? 'kept' : 'planned'));
    },
    toTakeAway(planned, known) {
      take(planned, known, ({ urn }) =>
        known[urn]?.status === 'present' ? 'present' : 'doubtful',
      );
      // Nobody else has made anything since the claim.
      for (const entry of entries.values()) {
        if (entry.state === 'present') continue;
        delete entry.exists;
        entry.uncertainSince = Date.now();
      }
    },
    provision,
    async retire() {
      await CancellationScope.nonCancellable(() =>
        dependantsFirst(superseded(), retireOne, () => false),
      );
      return superseded().map(({ node }) => node.urn);
    },
    async undo() {
      for (const entry of left()) {
        if (entry.state === 'stuck') continue;
        show(entry, { ...(isToEnd(entry) && { operation: 'delete' }), status: 'pending' });
      }
      await CancellationScope.nonCancellable(() => dependantsFirst(left(), undoOne, () => false));
    },
    async remove() {
      const scope = CancellationScope.current();
      await dependantsFirst(left(), end, () => scope.consideredCancelled);
      if (scope.consideredCancelled && left().length > 0) throw new CancelledFailure('canceled');
    },
    touched: () => state.touched,
    firstFailure: () => state.first,
    async survivors() {
      const mayExist = left();
      if (mayExist.length === 0) return [];
      try {
        const seen = await listCloudResources.executeWithOptions(
          { summary: 'Look what could not be taken away' },
          [{ provider, owner }],
        );
        // One whose create was lost may still appear: that it is not seen proves nothing.
        const unseen = mayExist.filter(
          (entry) => (entry.state === 'stuck' && entry.unsure) || !isToEnd(entry),
        );
        const mine = new Set(mayExist.map(({ node }) => node.urn));
        const there = state.isChange ? seen.filter((urn) => mine.has(urn)) : seen;
        return [...new Set([...there, ...unseen.map(({ node }) => node.urn)])];
      } catch (error) {
        log.warn('the cloud could not be asked for survivors', { error: String(error) });
        return mayExist.map(({ node }) => node.urn);
      }
    },
    intent: () =>
      [...entries.values()]
        .filter(({ node }) => node.operation !== 'same')
        .map((entry) => ledgerEntry(entry, 'intended', operationId)),
    facts: () => [...entries.values()].flatMap((entry) => fact(entry, ledger, operationId) ?? []),
  };
}

/** Of what is there when the plan has been carried out. */
export function urnsToStay(nodes: readonly PlannedNode[]): string[] {
  return nodes.filter(({ operation }) => operation !== 'delete').map(({ urn }) => urn);
}

export function shownAs({ urn, type, name, operation }: PlannedNode): ProgressResource {
  return { urn, type, name, operation, status: operation === 'same' ? 'unchanged' : 'pending' };
}

function dependantsFirst(
  some: readonly Entry[],
  visit: (entry: Entry) => Promise<boolean>,
  stopped: () => boolean,
): Promise<unknown> {
  const after = dependants(
    some,
    (entry) => entry.node.urn,
    (entry) => entry.node.dependsOn,
  );
  return walk({
    nodes: some,
    key: (entry) => entry.node.urn,
    before: (entry) => after.get(entry.node.urn) ?? [],
    limit: PARALLEL_NODES,
    stopped,
    visit,
  });
}
