/**
 * What this process knows about single operations beside Temporal: outcomes, snapshots that were shown,
 * and cancels that were requested here. The reader and the watches share one cache, so that an answer
 * of one is never older than an answer of the other.
 *
 * Everything is keyed by run. A reset in Temporal gives the operation a new run, which shares nothing with
 * the earlier ones. Only a describe tells which run is the latest, so an outcome without one is believed
 * for a moment only.
 */
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { OperationAnswer } from '../../contract/temporal/operation-memo.ts';
import type { Principal } from '../temporal/calls.ts';
import { withList, type Histories } from '../rebuild/histories.ts';
import { createDecisionReader } from '../decisions/decision-reader.ts';
import { describeOperation } from './describe.ts';
import { readOutcome } from './outcome.ts';
import type { Urls } from './links.ts';
import {
  isOpen,
  operationRead,
  type KnownState,
  type OperationRead,
  type OperationSource,
} from './view.ts';

const MAX_OUTCOMES = 1_000;
const MAX_SNAPSHOTS = 1_000;
const MAX_CANCELS = 10_000;
/** How long a describe answers for all readers of an ended operation. */
const CONFIRMED_FOR_MS = 100;

export interface OperationCache {
  /**
   * Returns the outcome of the operation, if Temporal has just confirmed that its latest run has ended.
   *
   * @param evenUnconfirmed for a time in which Temporal cannot be asked
   */
  latestOutcome(operationId: string, evenUnconfirmed?: boolean): OperationRead | undefined;
  /** Returns the outcome of an ended run that a describe has just found. Reads it once from Temporal. */
  outcomeOf(source: OperationSource): Promise<OperationRead>;
  /** Returns the newest snapshot of the run that was shown. The memo may lag behind it. */
  snapshot(runId: string): OperationAnswer | undefined;
  /** Stores the newest snapshot of the run. The caller compares versions. */
  setSnapshot(runId: string, snapshot: OperationAnswer): void;
  /** Records that this process has requested a cancel of the run, so that all later describes show it. */
  noteCancel(runId: string): void;
  /**
   * Describes the latest run of the operation, with the decisions about it. A describe that began before a cancel of this process shows
   * the cancel too. Throws `not_found` when the organization has no operation with this id.
   */
  describe(
    principal: Pick<Principal, 'organizationId'>,
    operationId: string,
  ): Promise<OperationSource>;
}

export function createOperationCache(deps: {
  client: Client;
  urls: Urls;
  histories: Histories;
  now(): number;
}): OperationCache {
  const { client, urls, histories, now } = deps;
  const { decisionsOf } = createDecisionReader(client, now);
  const outcomes = new LRUCache<string, OperationRead>({ max: MAX_OUTCOMES });
  const latest = new LRUCache<string, { outcome: OperationRead; confirmedAt: number }>({
    max: MAX_OUTCOMES,
  });
  const snapshots = new LRUCache<string, OperationAnswer>({ max: MAX_SNAPSHOTS });
  const cancels = new LRUCache<string, true>({ max: MAX_CANCELS });

  async function stateAtTheEnd(source: OperationSource): Promise<KnownState> {
    const state = await readOutcome(client, source);
    // It was ended from outside, and left no outcome.
    return 'resources' in state ? state : withList(state, await histories.listOf(source));
  }

  return {
    latestOutcome(operationId, evenUnconfirmed = false) {
      const known = latest.get(operationId);
      if (known === undefined) return undefined;
      const isConfirmed = now() - known.confirmedAt < CONFIRMED_FOR_MS;
      return isConfirmed || evenUnconfirmed ? known.outcome : undefined;
    },
    async outcomeOf(source) {
      const confirmedAt = now();
      const outcome =
        outcomes.get(source.runId) ??
        operationRead(source, await stateAtTheEnd(source), urls, { source: 'result' });
      outcomes.set(source.runId, outcome);
      latest.set(source.workflowId, { outcome, confirmedAt });
      return outcome;
    },
    snapshot: (runId) => snapshots.get(runId),
    setSnapshot(runId, snapshot) {
      snapshots.set(runId, snapshot);
    },
    noteCancel(runId) {
      cancels.set(runId, true);
    },
    async describe(principal, operationId) {
      const source = await describeOperation(client, principal, operationId);
      if (isOpen(source)) latest.delete(operationId);
      const cancelRequested = source.cancelRequested || cancels.has(source.runId);
      const decisions = await decisionsOf({ ...source, cancelRequested });
      return { ...source, cancelRequested, decisions };
    },
  };
}
