import type { Client } from '@temporalio/client';
import { withDeadline } from './calls.ts';

/** A worker's poll lasts a minute, so a younger access means that a worker is there. */
const FRESH_MS = 70_000;

/** Whether a worker polls the task queue. Throws `temporal_unavailable`. */
export async function workerPolls(client: Client, taskQueue: string, now: Date): Promise<boolean> {
  const { pollers } = await withDeadline(client, () =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: taskQueue },
    }),
  );
  return pollers.some(({ lastAccessTime }) => {
    const seconds = Number(lastAccessTime?.seconds ?? 0);
    return now.getTime() - seconds * 1000 < FRESH_MS;
  });
}
