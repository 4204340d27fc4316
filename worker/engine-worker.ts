/** The part of a worker that runs engines: a task queue of its own, and a few slots. */
import type { WorkerOptions } from '@temporalio/worker';
import {
  createEngineSlots,
  WAITING_ROOM,
  type EngineSlots,
} from '../activities/engine/engine-slots.ts';
import { runsEngines, type Settings } from '../config/settings.ts';
import { engineTaskQueue } from '../contract/temporal/names.ts';

/** How long a run waits in this worker before it may go to another one. */
const MAX_WAIT_MS = 10_000;

export function engineSlotsOf(settings: Settings): EngineSlots {
  return createEngineSlots({
    slots: settings.SLIPWAY_ENGINE_SLOTS,
    slotsPerOrganization: settings.SLIPWAY_ENGINE_SLOTS_PER_ORGANIZATION,
    maxWaitMs: MAX_WAIT_MS,
  });
}

/**
 * The options of the Temporal worker for engines, beside those of the main worker; undefined if this worker
 * runs none. It takes more activities
 * than there are slots, so that it sees which organizations wait. The last one has no place in the waiting
 * room, so that the worker still polls when the room is full.
 */
export function engineWorkerOptions(
  settings: Settings,
): Pick<WorkerOptions, 'taskQueue' | 'maxConcurrentActivityTaskExecutions'> | undefined {
  if (!runsEngines(settings)) return undefined;
  return {
    taskQueue: engineTaskQueue(settings.SLIPWAY_TASK_QUEUE),
    maxConcurrentActivityTaskExecutions: settings.SLIPWAY_ENGINE_SLOTS + WAITING_ROOM + 1,
  };
}
