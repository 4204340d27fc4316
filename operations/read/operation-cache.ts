/**
 * What this process knows about single operations beside Temporal: outcomes, snapshots that were shown,
 * and cancels that were requested here. The reader and the watches share one cache, so that an answer
 * of one is never older than an answer of the other.
 */
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { OperationSnapshot } from '../../contract/temporal/operation-memo.ts';
import type { Principal } from '../temporal/calls.ts';
import { describeOperation } from './describe.ts';
import { readOutcome } from './outcome.ts';
import { operationRead, type OperationRead, type OperationSource, type Urls } from './view.ts';

const MAX_OUTCOMES = 1_000;
const MAX_SNAPSHOTS = 1_000;
const MAX_CANCELS = 10_000;

export interface OperationCache {
  /** Returns the cached outcome of a closed operation. */
  outcome(operationId: string): OperationRead | undefined;
  /** Reads the outcome of a closed operation from Temporal, and caches it. */
  readOutcome(source: OperationSource): Promise<OperationRead>;
  /** Returns the newest snapshot of the run that was shown. The memo may lag behind it. */
  snapshot(runId: string): OperationSnapshot | undefined;
  /** Stores the newest snapshot of the run. The caller compares versions. */
  setSnapshot(runId: string, snapshot: OperationSnapshot): void;
  /** Records that this process has requested a cancel, so that all later describes show it. */
  noteCancel(operationId: string): void;
  /**
   * Describes the operation. A describe that began before a cancel of this process shows the cancel
   * too. Throws `not_found` when the organization has no operation with this id.
   */
  describe(
    principal: Pick<Principal, 'organizationId'>,
    operationId: string,
  ): Promise<OperationSource>;
}

export function createOperationCache(client: Client, urls: Urls): OperationCache {
  const outcomes = new LRUCache<string, OperationRead>({ max: MAX_OUTCOMES });
  const snapshots = new LRUCache<string, OperationSnapshot>({ max: MAX_SNAPSHOTS });
  const cancels = new LRUCache<string, true>({ max: MAX_CANCELS });
  return {
    outcome: (operationId) => outcomes.get(operationId),
    async readOutcome(source) {
      const outcome = await readOutcome(client, source);
      const final = operationRead(source, outcome, urls, 'result');
      outcomes.set(source.workflowId, final);
      return final;
    },
    snapshot: (runId) => snapshots.get(runId),
    setSnapshot(runId, snapshot) {
      snapshots.set(runId, snapshot);
    },
    noteCancel(operationId) {
      cancels.set(operationId, true);
    },
    async describe(principal, operationId) {
      const source = await describeOperation(client, principal, operationId);
      return { ...source, cancelRequested: source.cancelRequested || cancels.has(operationId) };
    },
  };
}
