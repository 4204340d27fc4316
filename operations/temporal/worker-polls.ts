import type { Client } from '@temporalio/client';
import { engineTaskQueue } from '../../contract/temporal/names.ts';
import { withDeadline } from './calls.ts';

/** A worker's poll lasts a minute, so a younger access means that a worker is there. */
const FRESH_MS = 70_000;
/** temporal.api.enums.v1.TaskQueueType */
const WORKFLOW_TASKS = 1;
const ACTIVITY_TASKS = 2;

export interface WorkerPolls {
  /** Whether a worker takes workflow tasks. */
  worker: boolean;
  /** Whether a worker runs engines. */
  engines: boolean;
}

/** Returns which task queues a worker polls. Throws `temporal_unavailable`. */
export async function workerPolls(
  client: Client,
  taskQueue: string,
  now: Date,
): Promise<WorkerPolls> {
  const isPolled = async (name: string, taskQueueType: number): Promise<boolean> => {
    const { pollers } = await withDeadline(client, () =>
      client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name },
        // The client does not export the enum.
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
        taskQueueType,
      }),
    );
    return pollers.some(({ lastAccessTime }) => {
      const seconds = Number(lastAccessTime?.seconds ?? 0);
      return now.getTime() - seconds * 1000 < FRESH_MS;
    });
  };
  const [worker, engines] = await Promise.all([
    isPolled(taskQueue, WORKFLOW_TASKS),
    isPolled(engineTaskQueue(taskQueue), ACTIVITY_TASKS),
  ]);
  return { worker, engines };
}
