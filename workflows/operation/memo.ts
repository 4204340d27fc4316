/**
 * Lets the memo follow what an operation shows, for lists and for reads that no worker answers. Each
 * memo is an event of the history and a write to visibility, so:
 *
 *   a new stage or status      -> written at the end of the workflow task that brought it
 *   changes of resources       -> likewise, but at most once in an interval
 *   what is unsaid after those -> after six intervals, should nothing else change meanwhile
 */
import { CancellationScope, condition, sleep, upsertMemo } from '@temporalio/workflow';
import type { OperationState } from '../../contract/temporal/operation-memo.ts';

/** In intervals: longer than most operations on a quick cloud, so that they need no timer. */
const MAX_SILENCE = 6;

export interface Memo {
  changed(state: OperationState, publish: 'at once' | 'soon'): void;
  /** Writes the last state, in the workflow task that ends the run. */
  ended(state: OperationState): void;
}

/** @param intervalMs from the operation's timings */
export function createMemo(intervalMs: number): Memo {
  let unsaid: OperationState | undefined;
  let isUrgent = false;
  let writtenAt = 0;

  function write(): void {
    if (unsaid === undefined) return;
    upsertMemo({ state: unsaid });
    unsaid = undefined;
    isUrgent = false;
    writtenAt = Date.now();
  }

  function isDue(): boolean {
    return isUrgent || Date.now() - writtenAt >= intervalMs;
  }

  // Conditions are looked at when all else that a workflow task brings is done.
  async function follow(): Promise<void> {
    for (;;) {
      await condition(() => unsaid !== undefined && isDue());
      write();
    }
  }

  async function settle(): Promise<void> {
    for (;;) {
      await condition(() => unsaid !== undefined && !isDue());
      await sleep(intervalMs * MAX_SILENCE, { summary: 'Bring the lists up to date' });
      write();
    }
  }

  void CancellationScope.nonCancellable(() => Promise.all([follow(), settle()]));

  return {
    changed(state, publish) {
      unsaid = state;
      isUrgent ||= publish === 'at once';
    },
    ended(state) {
      unsaid = state;
      write();
    },
  };
}
