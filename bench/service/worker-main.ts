/**
 * A worker for the workflows of the bench, with the same options as the worker of Slipway. It also drives
 * operations: after the message `{drive, perSecond}` of its parent, it makes the operations of the list
 * change in turn, `perSecond` changes in all, until it receives an empty list.
 */
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createBenchActivities } from './activities.ts';
import { BENCH_QUEUE } from './bench-worker.ts';
import type { Drive } from './bench-worker.ts';

const address = process.env['TEMPORAL_ADDRESS'] ?? '';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
const connection = await NativeConnection.connect({ address });
const client = new Client({ connection: await Connection.connect({ address }) });
const worker = await Worker.create({
  connection,
  taskQueue: BENCH_QUEUE,
  workflowBundle: { codePath: process.env['BENCH_BUNDLE'] ?? '' },
  activities: createBenchActivities(client),
  maxHeartbeatThrottleInterval: 1_000,
  defaultHeartbeatThrottleInterval: 1_000,
});
const done = worker.run();

let timer: NodeJS.Timeout | undefined;
process.on('message', ({ drive, perSecond }: Drive) => {
  clearInterval(timer);
  let turn = 0;
  const handles = drive.map((id) => client.workflow.getHandle(id));
  if (handles.length === 0) return;
  timer = setInterval(() => {
    const handle = handles[turn % handles.length];
    turn += 1;
    // A lost signal does not matter, because the next one follows.
    void handle?.signal('change').catch(() => undefined);
  }, 1000 / perSecond);
});
for (const end of ['SIGTERM', 'disconnect'] as const) {
  process.on(end, () => process.exit(0));
}
process.send?.({ ready: 'polling' });
await done;
