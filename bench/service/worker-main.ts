/**
 * A worker for the bench's own workflows, set up as the product's. It also drives operations: told
 * `{drive, perSecond}` by its parent, it has them change so often in all, one after the other, until
 * it is told of none.
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
    // One that is lost is followed by the next.
    void handle?.signal('change').catch(() => undefined);
  }, 1000 / perSecond);
});
for (const end of ['SIGTERM', 'disconnect'] as const) {
  process.on(end, () => process.exit(0));
}
process.send?.({ ready: 'polling' });
await done;
