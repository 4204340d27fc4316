/** Starts the worker of the bench, and operations that change when it tells them to. */
import { randomBytes } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { OperationMemo } from '../../contract/temporal/operation-memo.ts';
import { timeSortedId } from '../../contract/ids.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { workflowBundle } from './bundle.ts';
import { startChild, type Child } from './child.ts';
import type { Slipway } from './slipway.ts';

export const BENCH_QUEUE = 'bench';

/** A message to the worker: the operations to change, and the total number of changes per second. */
export interface Drive {
  drive: readonly string[];
  perSecond: number;
}

export async function startBenchWorker({ env }: Pick<Slipway, 'env'>): Promise<Child> {
  return startChild('bench/service/worker-main.js', {
    ...env,
    BENCH_BUNDLE: await workflowBundle(),
  });
}

/** About the number of resources of a cluster. */
const RESOURCES = 37;

/** The memo that the API writes for an operation that no worker has started yet. */
const MEMO: OperationMemo = {
  subject: {
    operation: 'create_cluster',
    organizationId: 'local',
    memberId: 'me',
    resourceType: 'cluster',
    resourceId: 'demo',
    provider: 'simulated',
    region: 'sim-central-1',
  },
  state: {
    version: 0,
    status: 'pending',
    stage: 'queued',
    message: 'Waiting for a worker',
    summary: { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, unchanged: 0 },
  },
};

/** Starts operations that run until `finishDriven`. Resolves to their ids when all of them run. */
export async function startDriven(client: Client, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => timeSortedId(Date.now(), randomBytes(16)));
  const resources = Array.from({ length: RESOURCES }, (_item, i): ProgressResource => ({
    urn: `urn:slipway:local:clusters:demo:subnet/private-${i}`,
    type: 'subnet',
    name: `private-${i}`,
    operation: 'create',
    status: 'pending',
  }));
  await Promise.all(
    ids.map(async (workflowId) => {
      const handle = await client.workflow.start('drivenOperation', {
        workflowId,
        taskQueue: BENCH_QUEUE,
        args: [resources],
        memo: { ...MEMO },
      });
      await handle.query('births');
    }),
  );
  return ids;
}

export async function finishDriven(client: Client, ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.map(async (id) => {
      const handle = client.workflow.getHandle(id);
      await handle.signal('finish');
      await handle.result();
    }),
  );
}
