import { clientToken } from '../../identity.ts';
import type { Owner, PlannedNode } from '../../provider.ts';

/** Longer than any pause between two looks. */
const ASKED_MS = 10 * 60_000;

/**
 * What this process has just made and AWS may not show yet, by identity; and a turn for each identity,
 * so that calls at once do not make two where AWS has no client token.
 */
export function createRecent(windowMs: number, clock: () => number) {
  const made = new Map<string, { cloudId: string; until: number }>();
  const asked = new Map<string, number>();
  const turns = new Map<string, Promise<unknown>>();

  function forgetOld(): void {
    for (const [key, { until }] of made) if (until <= clock()) made.delete(key);
  }

  return {
    /** Whether it was asked before for the deletion of what is not listed: some services call that a success. */
    wasAsked(cloudId: string): boolean {
      for (const [id, until] of asked) if (until <= clock()) asked.delete(id);
      const before = asked.has(cloudId);
      asked.set(cloudId, clock() + ASKED_MS);
      return before;
    },
    get(owner: Owner, node: PlannedNode): string | undefined {
      forgetOld();
      return made.get(clientToken(owner, node))?.cloudId;
    },
    set(owner: Owner, node: PlannedNode, cloudId: string): void {
      made.set(clientToken(owner, node), { cloudId, until: clock() + windowMs });
    },
    forget(owner: Owner, node: PlannedNode): void {
      made.delete(clientToken(owner, node));
    },
    async inTurn<T>(owner: Owner, node: PlannedNode, work: () => Promise<T>): Promise<T> {
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
