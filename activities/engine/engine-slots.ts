/**
 * The engine slots of a worker. An engine runs only with a slot, and an organization holds a limited number
 * of them, so that its queue does not stop the engines of others.
 *
 * 1. A free slot goes to the organization with the fewest running engines, and within an organization to the
 *    run that was scheduled first.
 * 2. The waiting room is small. If it is full, the run that was scheduled last, of the organization with the
 *    most waiting runs, returns to the task queue. The room therefore always has a place for an organization
 *    that is not in it yet, however many runs another one has queued.
 * 3. A run that has waited for a while returns to the task queue too, because another worker may have a free
 *    slot.
 */

/** How many runs wait in the worker. Each one sends heartbeats. */
export const WAITING_ROOM = 20;

export interface EngineSlotLimits {
  slots: number;
  slotsPerOrganization: number;
  /** Default: WAITING_ROOM. */
  waitingRoom?: number;
  maxWaitMs: number;
}

interface Run {
  organizationId: string;
  /** When the run was first scheduled, in milliseconds since 1970. */
  scheduledAt: number;
}

/**
 * - `displaced`: the waiting room was full, and the run must return to the task queue
 * - `expired`: the run has waited long enough here, and must return to the task queue
 */
type PlaceState = 'waiting' | 'running' | 'displaced' | 'expired' | 'left';

export interface Place {
  readonly state: PlaceState;
  /** What a waiting run waits for, for example "one of 4 engine slots". */
  readonly waitingFor: string;
  /** Resolves when the run does not wait any longer. Rejects with the signal's reason when it aborts. */
  settled(signal: AbortSignal): Promise<void>;
  /** Leaves the slot or the waiting room. Can be called again. */
  leave(): void;
}

export interface EngineSlots {
  enter(run: Run): Place;
}

interface Waiting extends Run {
  settle(state: Exclude<PlaceState, 'waiting'>): void;
}

export function createEngineSlots(limits: EngineSlotLimits): EngineSlots {
  const { slots, slotsPerOrganization, waitingRoom = WAITING_ROOM, maxWaitMs } = limits;
  const running = new Map<string, number>();
  /** Ordered by the time at which the runs were scheduled. */
  const waiting: Waiting[] = [];

  const runningOf = ({ organizationId }: Run) => running.get(organizationId) ?? 0;
  const waitingOf = ({ organizationId }: Run) =>
    waiting.filter((other) => other.organizationId === organizationId).length;

  function hasFreeSlot(): boolean {
    const used = [...running.values()].reduce((sum, count) => sum + count, 0);
    return used < slots;
  }

  function remove(run: Waiting): void {
    const index = waiting.indexOf(run);
    if (index !== -1) waiting.splice(index, 1);
  }

  function fillSlots(): void {
    while (hasFreeSlot()) {
      const [next] = waiting
        .filter((run) => runningOf(run) < slotsPerOrganization)
        .toSorted((a, b) => runningOf(a) - runningOf(b));
      if (next === undefined) return;
      running.set(next.organizationId, runningOf(next) + 1);
      next.settle('running');
    }
  }

  function limitRoom(): void {
    while (waiting.length > waitingRoom) {
      const most = Math.max(...waiting.map(waitingOf));
      waiting.findLast((run) => waitingOf(run) === most)?.settle('displaced');
    }
  }

  function release(run: Run): void {
    const left = runningOf(run) - 1;
    if (left > 0) running.set(run.organizationId, left);
    else running.delete(run.organizationId);
  }

  return {
    enter(run) {
      let state: PlaceState = 'waiting';
      let resolve = (): void => {};
      const promise = new Promise<void>((settled) => {
        resolve = settled;
      });
      const place: Waiting = {
        ...run,
        settle(next) {
          state = next;
          clearTimeout(timer);
          remove(place);
          resolve();
        },
      };
      const timer = setTimeout(() => place.settle('expired'), maxWaitMs);
      const later = waiting.findIndex(({ scheduledAt }) => scheduledAt > run.scheduledAt);
      waiting.splice(later === -1 ? waiting.length : later, 0, place);
      fillSlots();
      limitRoom();

      return {
        get state() {
          return state;
        },
        get waitingFor() {
          return runningOf(run) < slotsPerOrganization
            ? `one of ${slots} engine slots`
            : `one of ${slotsPerOrganization} engine slots of organization ${run.organizationId}`;
        },
        async settled(signal) {
          const abort = () => resolve();
          signal.addEventListener('abort', abort, { once: true });
          if (!signal.aborted) await promise;
          signal.removeEventListener('abort', abort);
          signal.throwIfAborted();
        },
        leave() {
          const wasRunning = state === 'running';
          place.settle('left');
          if (!wasRunning) return;
          release(run);
          fillSlots();
        },
      };
    },
  };
}
