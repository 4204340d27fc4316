/**
 * Copies the state that an operation shows into its memo, for lists and for reads while no worker runs.
 * Each write is an event of the history and a write to visibility, so the memo follows at intervals:
 *
 *   a new stage or status       written at the end of the workflow task that brought it
 *   changes of resources        likewise, but at most once in an interval
 *   the changes after that      written after six intervals, unless another write comes first
 */
import { CancellationScope, condition, sleep, upsertMemo } from '@temporalio/workflow';
import type { OperationState } from '../../contract/temporal/operation-memo.ts';

/**
 * The longest wait for a write, in intervals. It is longer than most operations on a fast cloud, so that
 * they need no timer.
 */
const MAX_SILENCE = 6;

export interface Memo {
  /** Writes the state when its interval allows, or at the end of this workflow task. */
  follow(state: OperationState, publish: 'at once' | 'soon'): void;
  /** Writes the state now, in the workflow task that ends the run. */
  write(state: OperationState): void;
}

/**
 * Creates the writer of the memo of one operation.
 *
 * @param intervalMs the shortest time between two writes that only show changes of resources
 */
export function createMemo(intervalMs: number): Memo {
  let unwritten: OperationState | undefined;
  let isUrgent = false;
  let writtenAt = 0;

  function write(): void {
    if (unwritten === undefined) return;
    upsertMemo({ state: unwritten });
    unwritten = undefined;
    isUrgent = false;
    writtenAt = Date.now();
  }

  function isDue(): boolean {
    return isUrgent || Date.now() - writtenAt >= intervalMs;
  }

  // The SDK evaluates conditions when everything else in a workflow task is done.
  async function writeWhenDue(): Promise<void> {
    for (;;) {
      await condition(() => unwritten !== undefined && isDue());
      write();
    }
  }

  async function writeAfterSilence(): Promise<void> {
    for (;;) {
      await condition(() => unwritten !== undefined && !isDue());
      await sleep(intervalMs * MAX_SILENCE, { summary: 'Bring the lists up to date' });
      write();
    }
  }

  void CancellationScope.nonCancellable(() => Promise.all([writeWhenDue(), writeAfterSilence()]));

  return {
    follow(state, publish) {
      unwritten = state;
      isUrgent ||= publish === 'at once';
    },
    write(state) {
      unwritten = state;
      write();
    },
  };
}
