/**
 * Brings the state of a watched operation up to date with one query. When no worker answers the query, a describe
 * brings the memo, the history brings the list of resources, and the query is repeated after a delay.
 */
import type { Histories } from '../rebuild/histories.ts';
import type { OperationQuery } from './operation-query.ts';
import type { WatchedState } from './watched-state.ts';

/** The delay before a query that got no answer is repeated, unless an event comes first. */
const MIN_QUERY_RETRY_MS = 1_000;
const MAX_QUERY_RETRY_MS = 8_000;

export interface StateRefresh {
  /** Queries until the answer is newer than the last event. Concurrent callers share one query. */
  refresh(): Promise<void>;
  /** While the memo answers, brings the list of resources up to date with the history. */
  rebuild(): Promise<void>;
  end(): void;
}

export function createStateRefresh(
  deps: {
    state: WatchedState;
    operationQuery: OperationQuery;
    histories: Histories;
    /** Describes the workflow. Does not reject. */
    inspect(): Promise<void>;
  },
  ended: AbortSignal,
): StateRefresh {
  const { state, operationQuery, histories, inspect } = deps;
  const { workflowId, runId } = state.source;
  let refreshing: Promise<void> | undefined;
  let isStale = false;
  let unanswered = 0;
  let retryTimer: NodeJS.Timeout | undefined;

  function refresh(): Promise<void> {
    isStale = true;
    refreshing ??= queryState().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function queryState(): Promise<void> {
    clearTimeout(retryTimer);
    while (isStale && !ended.aborted) {
      isStale = false;
      const answer = await operationQuery.ask(workflowId, runId);
      if (answer === undefined) {
        // Not awaited: `ready` must not wait for it, and a describe has just brought a first state.
        void fallBack();
        return;
      }
      unanswered = 0;
      state.answered(answer);
    }
  }

  /** When no worker answers, reads the memo, which may be newer than the present state. */
  async function fallBack(): Promise<void> {
    const delay = Math.min(MIN_QUERY_RETRY_MS * 2 ** unanswered, MAX_QUERY_RETRY_MS);
    unanswered += 1;
    await inspect();
    await rebuild();
    // Meanwhile a later event has started another query, or the query was answered.
    if (ended.aborted || refreshing !== undefined || unanswered === 0) return;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => void refresh(), delay).unref();
  }

  async function rebuild(): Promise<void> {
    if (ended.aborted || state.latest.source === 'query') return;
    // Without a list, the memo's counts are shown alone. The next attempt follows with the next query.
    const list = await histories.listOf(state.source).catch(() => undefined);
    if (list !== undefined) state.rebuilt(list);
  }

  return { refresh, rebuild, end: () => clearTimeout(retryTimer) };
}
