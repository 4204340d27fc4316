/** What a saga does to one node: make or change it, take it away, bring back what it was. */
import { isCancellation, log } from '@temporalio/workflow';
import type { CloudOperationSubject } from '../../contract/temporal/operation-input.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import type { CloudRef, Owner, PlannedNode } from '../../contract/resources/graph.ts';
import type { OperationError } from '../../contract/operations/operation.ts';
import type { NodeOperation, ProviderName } from '../../contract/vocabulary.ts';
import {
  activitiesFor,
  nodeOptions,
  waitPolicyFor,
  type Verb,
} from '../operation/activity-options.ts';
import { effectOf, failureDetails, toOperationError } from '../operation/errors.ts';
import { isUnsure, lastGeneration, ledgerEntry, settle, settled, type Entry } from './node.ts';
import type { Tracker } from '../operation/tracker.ts';

/** A node that dies again and again has a reason that a new one will not cure. */
const MAX_RENEWALS = 2;

const VERBS: Record<NodeOperation, Verb> = {
  create: 'Create',
  update: 'Update',
  replace: 'Replace',
  delete: 'Delete',
  read: 'Create',
  same: 'Create',
};

export interface SagaOptions {
  owner: Owner;
  provider: ProviderName;
  subject: CloudOperationSubject;
  operationId: string;
  timings: Timings;
  tracker: Tracker;
}

/** What the steps of one saga share. */
export interface SagaState {
  entries: Map<string, Entry>;
  /** Whether what was there before is to stay. */
  isChange: boolean;
  /** Whether anything was begun. */
  touched: boolean;
  /** The node that failed first. */
  first?: { urn: string; error: OperationError };
}

export type Steps = ReturnType<typeof createSteps>;

export function createSteps(options: SagaOptions, state: SagaState) {
  const { owner, provider, timings, tracker } = options;
  const { provisionNode, removeNode, writeLedger } = activitiesFor(timings);

  /** Of what the node stands on. */
  function dependenciesOf(node: PlannedNode): Record<string, CloudRef> {
    const dependencies: Record<string, CloudRef> = {};
    for (const urn of node.dependsOn) {
      const ref = state.entries.get(urn)?.ref;
      if (ref !== undefined) dependencies[urn] = ref;
    }
    return dependencies;
  }

  function request(node: PlannedNode) {
    return { provider, owner, node, ...waitPolicyFor(timings, node) };
  }

  /** Something dead has the node's token or id: the next generation, in the ledger before its effect. */
  async function renew(entry: Entry): Promise<void> {
    entry.renewals += 1;
    entry.node = { ...entry.node, generation: lastGeneration(entry.node) + 1 };
    await writeLedger.executeWithOptions(
      { summary: `Note generation ${entry.node.generation} of ${entry.node.name}` },
      [
        {
          subject: options.subject,
          entries: [ledgerEntry(entry, 'intended', options.operationId)],
        },
      ],
    );
  }

  async function make(entry: Entry): Promise<void> {
    const { node } = entry;
    entry.state = 'doubtful';
    state.touched = true;
    tracker.node(node.urn, { status: 'running' });
    try {
      entry.ref = await provisionNode.executeWithOptions(
        nodeOptions(timings, node, VERBS[node.operation]),
        [{ ...request(node), dependencies: dependenciesOf(node) }],
      );
      entry.node = { ...node, cloudId: entry.ref.cloudId };
      entry.state = 'present';
      // A replacement is done when the previous one is gone.
      if (node.keepsGeneration === undefined) tracker.node(node.urn, { status: 'succeeded' });
    } catch (error) {
      settle(entry, effectOf(error));
      if (failureDetails(error)?.code === 'identity_spent' && entry.renewals < MAX_RENEWALS) {
        await renew(entry);
        return make(entry);
      }
      throw error;
    }
  }

  /** Resolves to whether it is gone; with `keep`, every generation but that one. Does not reject. */
  async function takeAway(entry: Entry, keep?: number): Promise<boolean> {
    const { node } = entry;
    state.touched = true;
    show(entry, { ...(keep === undefined && { operation: 'delete' }), status: 'running' });
    try {
      await removeNode.executeWithOptions(
        nodeOptions(timings, node, keep === undefined ? 'Delete' : 'Retire'),
        [
          {
            ...request(node),
            ...(isUnsure(entry) && { uncertainSince: entry.uncertainSince ?? Date.now() }),
            ...(keep !== undefined && { keepGeneration: keep }),
          },
        ],
      );
      return true;
    } catch (error) {
      if (isCancellation(error)) {
        // Its deletion may have been asked for.
        show(entry, { status: 'pending' });
        if (entry.state === 'present') Object.assign(entry, { state: 'doubtful', exists: true });
      } else {
        entry.unsure = isUnsure(entry);
        entry.state = 'stuck';
        notDone(entry, error, 'a resource could not be removed');
      }
      return false;
    }
  }

  /** Changes it back, or makes it again as it was. Resolves to whether that succeeded; does not reject. */
  async function restore(entry: Entry): Promise<boolean> {
    const { previous } = entry.node;
    if (previous === undefined) return false;
    show(entry, { status: 'running' });
    try {
      const isSpent = entry.node.generation !== previous.generation;
      entry.node = { ...entry.node, properties: previous.properties };
      if (isSpent) await renew(entry);
      const { node, uncertainSince } = entry;
      const { cloudId } = await provisionNode.executeWithOptions(
        nodeOptions(timings, node, 'Restore'),
        [
          {
            ...request(node),
            dependencies: dependenciesOf(node),
            ...(entry.state === 'doubtful' && uncertainSince !== undefined && { uncertainSince }),
          },
        ],
      );
      settled(entry, { generation: node.generation, properties: node.properties, cloudId });
      show(entry, { operation: 'same', status: 'unchanged' });
      return true;
    } catch (error) {
      entry.state = 'stuck';
      notDone(entry, error, 'a resource could not be changed back');
      return false;
    }
  }

  function notDone({ node: { urn } }: Entry, error: unknown, what: string): void {
    log.warn(what, { urn, reason: String(error) });
    state.first ??= { urn, error: toOperationError(error, urn) };
    tracker.node(urn, { status: 'failed' });
  }

  /** The resource that failed first stays visible as failed, to the end. */
  function show({ node: { urn } }: Entry, change: Parameters<Tracker['node']>[1]): void {
    if (urn !== state.first?.urn) tracker.node(urn, change);
  }

  return { make, takeAway, restore, show };
}
