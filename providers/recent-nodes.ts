import { clientToken } from './identity.ts';
import type { Owner, PlannedNode } from './provider.ts';

/** How long a requested removal is remembered: longer than any pause between two polls of a node. */
const REMOVAL_MEMORY_MS = 10 * 60_000;

export interface RecentNodes {
  /** The id of the resource that this process created within the consistency window. */
  get(owner: Owner, node: PlannedNode): string | undefined;
  set(owner: Owner, node: PlannedNode, cloudId: string): void;
  forget(owner: Owner, node: PlannedNode): void;
  /**
   * Marks the deletion of an unlisted resource as requested. Returns whether it was marked before: some
   * services report success for every deletion, so one request must be enough.
   */
  markRemoved(cloudId: string): boolean;
  /** Runs the work for one identity in turn: the second caller must find what the first one creates. */
  inTurn<T>(owner: Owner, node: PlannedNode, work: () => Promise<T>): Promise<T>;
}

/**
 * The memory of one process for clouds without client tokens: the resources that it has just created and
 * that the cloud may not list yet, by identity.
 *
 * @param windowMs how long a new resource may stay unlisted
 * @param clock milliseconds since the epoch
 */
export function createRecentNodes(windowMs: number, clock: () => number): RecentNodes {
  const created = new Map<string, { cloudId: string; until: number }>();
  const removed = new Map<string, number>();
  const turns = new Map<string, Promise<unknown>>();

  return {
    get(owner, node) {
      for (const [key, { until }] of created) if (until <= clock()) created.delete(key);
      return created.get(clientToken(owner, node))?.cloudId;
    },
    set(owner, node, cloudId) {
      created.set(clientToken(owner, node), { cloudId, until: clock() + windowMs });
    },
    forget(owner, node) {
      created.delete(clientToken(owner, node));
    },
    markRemoved(cloudId) {
      for (const [id, until] of removed) if (until <= clock()) removed.delete(id);
      const before = removed.has(cloudId);
      removed.set(cloudId, clock() + REMOVAL_MEMORY_MS);
      return before;
    },
    async inTurn(owner, node, work) {
      const key = clientToken(owner, node);
      const before = turns.get(key) ?? Promise.resolve();
      const turn = before.then(work, work);
      turns.set(key, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(key) === turn) turns.delete(key);
      }
    },
  };
}
