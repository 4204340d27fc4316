/**
 * Reads one operation:
 *   watched   -> the state that the watch holds, without a call
 *   otherwise -> describe the latest run (strongly consistent, needs no worker)
 *     closed  -> its outcome, from the cache if there
 *     running -> open a watch
 * If there are too many watches, or the watch cannot confirm its state, the reader describes the
 * operation and runs one query for all concurrent readers. Without an answer it shows the memo, and
 * rebuilds the list of resources from the history.
 */
import type { Client } from '@temporalio/client';
import { OPERATION_ID_PATTERN } from '../../contract/ids.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { isTerminal } from '../../contract/vocabulary.ts';
import { createEstimator, withEstimate } from '../estimate/estimator.ts';
import { createHistories, withList } from '../rebuild/histories.ts';
import { createOperationQuery } from './operation-query.ts';
import { unknownOperation } from './describe.ts';
import { createOperationCache } from './operation-cache.ts';
import { pause } from './change-signal.ts';
import type { Principal } from '../temporal/calls.ts';
import type { Execution } from '../temporal/history.ts';
import type { Urls } from './links.ts';
import {
  fromMemo,
  isOpen,
  operationRead,
  type OperationRead,
  type OperationSource,
} from './view.ts';
import { createWatches } from './watch-pool.ts';

/** A running worker answers a query within this time. */
const MIN_WAIT_MS = 250;
/** How often `until` reads an operation that cannot be watched. */
const UNWATCHED_MS = 1_000;

export interface OperationReader {
  /** Throws `not_found` for an unknown id and for an operation of another organization. */
  read(principal: Principal, operationId: string): Promise<OperationRead>;
  /** Reads the present state from Temporal instead of the cache or a watch. */
  readAfresh(principal: Principal, operationId: string): Promise<OperationRead>;
  /**
   * Resolves to the first read for which `holds` is true or the operation is terminal; when the
   * signal aborts, to the last read. Keeps waiting while Temporal is unreachable.
   */
  until(
    principal: Principal,
    operationId: string,
    holds: (read: OperationRead) => boolean,
    signal: AbortSignal,
  ): Promise<OperationRead>;
  /** Records that this process has requested a cancel of the run, so that all later reads show it. */
  noteCancel(run: Execution): Promise<void>;
  /** Ends all watches. */
  close(): void;
}

export function createOperationReader(options: {
  client: Client;
  urls: Urls;
  queryTimeoutMs: number;
  now(): Date;
}): OperationReader {
  const { client, urls } = options;
  const now = () => options.now().getTime();
  const histories = createHistories(client, now);
  const cache = createOperationCache({ client, urls, histories, now });
  const operationQuery = createOperationQuery(client, options.queryTimeoutMs);
  const estimator = createEstimator(client, now);
  const watches = createWatches({
    client,
    urls,
    operationQuery,
    cache,
    histories,
    estimator,
    now,
  });
  /** First reads in flight. Concurrent readers share one. */
  const lookUps = new Map<string, Promise<OperationRead>>();

  async function unwatched(source: OperationSource): Promise<OperationRead> {
    const { runId, workflowId, memo } = source;
    const query = operationQuery.ask(workflowId, runId);
    const answer = operationQuery.answered ? await query : undefined;
    const before = cache.snapshot(runId);
    const snapshot =
      answer !== undefined && answer.version >= (before?.version ?? 0) ? answer : before;
    if (snapshot === undefined || snapshot.version < memo.state.version) {
      const list = await histories.listOf(source).catch(() => undefined);
      return operationRead(source, withList(memo.state, list), urls, fromMemo(list));
    }
    cache.setSnapshot(runId, snapshot);
    const shown = withEstimate(snapshot, estimator(source, snapshot));
    return operationRead(source, shown, urls, { source: 'query' });
  }

  async function readAfresh(principal: Principal, operationId: string): Promise<OperationRead> {
    const source = await cache.describe(principal, operationId);
    if (!isOpen(source)) return cache.outcomeOf(source);
    const fresh = await unwatched(source);
    // Later reads from the watch must not show an older state.
    watches.get(operationId)?.learn(source);
    return fresh;
  }

  async function read(principal: Principal, operationId: string): Promise<OperationRead> {
    if (!OPERATION_ID_PATTERN.test(operationId)) throw unknownOperation();
    const known = cache.latestOutcome(operationId) ?? watches.get(operationId)?.current();
    if (known !== undefined) return ownOf(principal, known);
    const key = `${principal.organizationId}/${operationId}`;
    const underWay = lookUps.get(key);
    if (underWay !== undefined) {
      const shared = await underWay.catch((error: unknown) => {
        // The shared read may have begun before the operation existed.
        if (error instanceof RequestError && error.code === 'not_found') return undefined;
        throw error;
      });
      if (shared !== undefined) return shared;
    }
    const own = lookUp(principal, operationId);
    lookUps.set(key, own);
    return own.finally(() => {
      if (lookUps.get(key) === own) lookUps.delete(key);
    });
  }

  async function lookUp(principal: Principal, operationId: string): Promise<OperationRead> {
    const startedAt = now();
    const source = await cache.describe(principal, operationId).catch((error: unknown) => {
      const outcome = cache.latestOutcome(operationId, true);
      if (outcome !== undefined && isTemporalUnavailable(error)) return outcome;
      throw error;
    });
    if ('operation' in source) return ownOf(principal, source);
    if (!isOpen(source)) return cache.outcomeOf(source);
    const watched = watches.open(source);
    // A slow describe leaves less time to wait for the watch.
    const remainingMs = options.queryTimeoutMs - (now() - startedAt);
    if (watched !== undefined) {
      await atMost(Math.max(remainingMs, MIN_WAIT_MS), watched.ready);
      await watched.complete();
    }
    return cache.latestOutcome(operationId) ?? watched?.current() ?? unwatched(source);
  }

  async function changed(last: OperationRead, signal: AbortSignal): Promise<void> {
    const watched = watches.get(last.operation.id);
    if (watched === undefined) await pause(UNWATCHED_MS, signal);
    else await watched.changed(last.revision, signal);
  }

  return {
    read,
    readAfresh,
    async until(principal, operationId, holds, signal) {
      let last = await read(principal, operationId);
      while (!holds(last) && !isTerminal(last.operation.status) && !signal.aborted) {
        await changed(last, signal);
        if (signal.aborted) break;
        try {
          last = await read(principal, operationId);
        } catch (error) {
          if (!isTemporalUnavailable(error)) throw error;
          await pause(UNWATCHED_MS, signal);
        }
      }
      return last;
    },
    async noteCancel({ workflowId, runId }) {
      cache.noteCancel(runId);
      // A first read in flight may have described the operation before the cancel.
      lookUps.clear();
      const watched = watches.get(workflowId);
      if (watched?.runId === runId) await watched.cancelRequested();
    },
    close: () => watches.close(),
  };
}

/** Throws `not_found` for an operation of another organization. */
function ownOf({ organizationId }: Principal, known: OperationRead): OperationRead {
  if (known.operation.organizationId !== organizationId) throw unknownOperation();
  return known;
}

async function atMost(ms: number, ready: Promise<void>): Promise<void> {
  const finished = new AbortController();
  await Promise.race([ready, pause(ms, finished.signal)]).finally(() => finished.abort());
}

function isTemporalUnavailable(error: unknown): boolean {
  return error instanceof RequestError && error.code === 'temporal_unavailable';
}
