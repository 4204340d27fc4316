/**
 * The watches of this process. Their number is limited, and an unused watch is ended after a while.
 */
import type { OperationSource } from './view.ts';
import { openWatch, type Watch, type WatchOptions } from './watch.ts';

/** Temporal's server allows 1 200 long polls for each namespace and frontend. */
const MAX_WATCHES = 500;
/** Longer than the longest pause that clients are told to make between two polls. */
const IDLE_MS = 30_000;
const SWEEP_MS = 1_000;
/**
 * The interval of inspections for steps that wait or are retried, which adds no event. Only a watch in use is
 * inspected.
 */
const INSPECT_MS = 10_000;
/** An operation that has just become quiet is inspected sooner, because it may wait for something. */
const QUIET_MS = 2_000;

export interface Watches {
  get(operationId: string): Watch | undefined;
  /**
   * Returns the open watch of the run, or opens one; undefined when there are too many. A watch of another
   * run of the operation ends.
   */
  open(source: OperationSource): Watch | undefined;
  /** Ends all watches and opens no more. */
  close(): void;
}

export function createWatches(deps: Omit<WatchOptions, 'source' | 'changed' | 'ended'>): Watches {
  const { now } = deps;
  const open = new Map<string, Watch>();
  const inspectedAt = new WeakMap<Watch, number>();
  /** The last event of each watch. */
  const changedAt = new WeakMap<Watch, number>();
  let closed = false;

  const sweep = setInterval(() => {
    for (const watch of open.values()) {
      const unused = watch.users > 0 ? 0 : now() - watch.usedAt;
      if (unused > IDLE_MS) watch.end();
      else if (unused < INSPECT_MS && isDue(watch)) {
        inspectedAt.set(watch, now());
        void watch.inspect();
      }
    }
  }, SWEEP_MS).unref();

  function isDue(watch: Watch): boolean {
    const inspected = inspectedAt.get(watch) ?? 0;
    const changed = changedAt.get(watch) ?? 0;
    const isQuiet = changed > inspected && now() - changed >= QUIET_MS;
    return isQuiet || now() - inspected >= INSPECT_MS;
  }

  return {
    get: (operationId) => open.get(operationId),
    open(source) {
      const { workflowId, runId } = source;
      const known = open.get(workflowId);
      if (known?.runId === runId) return known;
      known?.end();
      if (closed || open.size >= MAX_WATCHES) return undefined;
      const watch = openWatch({
        ...deps,
        source,
        changed: () => {
          changedAt.set(watch, now());
        },
        ended: () => {
          if (open.get(workflowId) === watch) open.delete(workflowId);
        },
      });
      // The describe that the watch begins with has just brought the pending steps.
      inspectedAt.set(watch, now());
      open.set(workflowId, watch);
      return watch;
    },
    close() {
      closed = true;
      clearInterval(sweep);
      for (const watch of open.values()) watch.end();
    },
  };
}
