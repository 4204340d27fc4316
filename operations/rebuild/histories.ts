/** Reads the histories from which lists of resources are rebuilt. Bounded in size and time, and cached. */
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import { summarize } from '../../contract/operations/node-progress.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { progressMessage } from '../../contract/operations/progress-message.ts';
import type { OperationSnapshot, OperationState } from '../../contract/temporal/operation-memo.ts';
import type { OperationSource } from '../read/view.ts';
import { historyPages, type HistoryEvent } from '../temporal/history.ts';
import { resourcesInHistory } from './resources-in-history.ts';

const DEADLINE_MS = 2_000;
/** A plan of 1,000 nodes that is created and deleted again has about 12,000 events. */
const MAX_EVENTS = 20_000;
const MAX_LISTS = 500;

/** A list of resources, and the number of the last event that it was rebuilt from. */
export interface RebuiltList {
  resources: ProgressResource[];
  eventId: number;
}

export interface Histories {
  /**
   * Rebuilds the list from the run's history, once for all concurrent callers, and again only when the
   * history has grown. Resolves to undefined when there is no list yet, or when the history is too long.
   * Throws `temporal_unavailable` when it takes too long.
   */
  listOf(source: OperationSource): Promise<RebuiltList | undefined>;
}

export function createHistories(client: Client, now: () => number): Histories {
  const lists = new LRUCache<string, RebuiltList>({ max: MAX_LISTS });
  const inFlight = new Map<string, Promise<RebuiltList | undefined>>();

  async function rebuild({ workflowId, runId }: OperationSource): Promise<RebuiltList | undefined> {
    const events: HistoryEvent[] = [];
    const deadline = now() + DEADLINE_MS;
    const remainingMs = () => Math.max(deadline - now(), 1);
    for await (const page of historyPages(client, { workflowId, runId }, remainingMs)) {
      events.push(...page);
      if (events.length > MAX_EVENTS) return undefined;
    }
    const list = {
      resources: resourcesInHistory(events),
      eventId: Number(events.at(-1)?.eventId ?? 0),
    };
    lists.set(runId, list);
    return list;
  }

  return {
    async listOf(source) {
      const { runId, historyLength, memo } = source;
      // Before its first task an operation shows no resources, and an empty list is the whole truth.
      if (memo.state.version === 0 || historyLength > MAX_EVENTS) return undefined;
      const known = lists.get(runId);
      if (known !== undefined && known.eventId >= historyLength) return known;
      const list = inFlight.get(runId) ?? rebuild(source).finally(() => inFlight.delete(runId));
      inFlight.set(runId, list);
      return list;
    },
  };
}

/** The state in the memo, with a list from elsewhere. */
export function withList(
  state: OperationState,
  list: Pick<RebuiltList, 'resources'> | undefined,
): OperationState | OperationSnapshot {
  if (list === undefined) return state;
  const { resources } = list;
  // The message in the memo is as old as the memo.
  const message = progressMessage(state.stage, resources) ?? state.message;
  return { ...state, message, resources, summary: summarize(resources) };
}
