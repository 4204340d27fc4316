import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import type { Logger } from '../config/logger.ts';
import type { Settings } from '../config/settings.ts';
import { temporalConnectionOptions } from '../config/temporal.ts';
import { engineWorkerOptions } from './engine-worker.ts';
import { watchTasks } from './stuck-tasks.ts';

/** The grace period of a shutdown. It is longer than a call to a cloud, so that calls in flight complete. */
const SHUTDOWN_GRACE_MS = 11_000;
const SHUTDOWN_FORCE_MS = 13_000;
/**
 * The longest interval at which heartbeats are sent to the server. It also bounds how long a cancellation
 * takes to arrive, because heartbeats deliver it.
 */
const MAX_HEARTBEAT_THROTTLE_MS = 1_000;

const UNFINISHED =
  'stopped before Temporal had taken the end of every activity; Temporal times those out, and another worker repeats them';

export interface RunningWorker {
  /** Resolves after `stop`. Rejects if the worker fails, or if workflow tasks do not end. */
  done: Promise<void>;
  /**
   * Shuts down gracefully: activities get the grace period to complete. Work whose end Temporal did not take in
   * that time is left: Temporal times it out, and another worker repeats it.
   */
  stop(): Promise<void>;
}

/**
 * Connects to Temporal and polls the task queue of the settings, and beside it the one of the activities that
 * run engines, unless this worker runs none.
 */
export async function startWorker(options: {
  settings: Settings;
  logger: Logger;
  /** Creates the activities with the client that reaches the entities. */
  activities: (client: Client) => Activities;
  workflowBundle: string;
}): Promise<RunningWorker> {
  const { settings, logger } = options;
  installRuntime(logger);
  const connect = temporalConnectionOptions(settings);
  const connection = await NativeConnection.connect(connect);
  const client = new Client({
    connection: await Connection.connect(connect),
    namespace: settings.TEMPORAL_NAMESPACE,
  });
  const shared = {
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    activities: options.activities(client),
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    shutdownForceTime: SHUTDOWN_FORCE_MS,
    maxHeartbeatThrottleInterval: MAX_HEARTBEAT_THROTTLE_MS,
    defaultHeartbeatThrottleInterval: MAX_HEARTBEAT_THROTTLE_MS,
  };
  const main = await Worker.create({
    ...shared,
    taskQueue: settings.SLIPWAY_TASK_QUEUE,
    workflowBundle: { codePath: options.workflowBundle },
    maxConcurrentActivityTaskExecutions: settings.SLIPWAY_ACTIVITY_SLOTS,
    ...(settings.SLIPWAY_CACHED_WORKFLOWS > 0 && {
      maxCachedWorkflows: settings.SLIPWAY_CACHED_WORKFLOWS,
    }),
  });
  const engineOptions = engineWorkerOptions(settings);
  const workers = [main];
  if (engineOptions !== undefined) {
    workers.push(await Worker.create({ ...shared, ...engineOptions }));
  }
  const runs = workers.map((worker) => worker.run());
  const stopped = Promise.all(runs).then(() => undefined);
  let endWatch = (): void => {};
  const stuck = new Promise<never>((_resolve, reject) => {
    endWatch = watchTasks(main.numInFlightActivations$, (count) => {
      reject(
        new Error(
          `${count} workflow tasks have not ended in a minute, and keep their slots. The worker must be started again.`,
        ),
      );
    });
  });
  return {
    done: Promise.race([stopped, stuck]),
    async stop() {
      endWatch();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      // If one worker has failed, the other one still has time to end its activities.
      const ends = await Promise.allSettled(runs);
      const failures = ends.flatMap((end): unknown[] =>
        end.status === 'rejected' ? [end.reason] : [],
      );
      if (failures.length > 0) {
        // The SDK throws different errors when Temporal is away. None of them says more than this, and a
        // connection that is still in use cannot be closed.
        logger.warn({ reasons: failures.map(String) }, UNFINISHED);
        return;
      }
      await client.connection.close();
      await connection.close();
    },
  };
}

/**
 * The SDK's messages that are not logged: about failed attempts, whose details are in Slipway's own log and
 * in the history, and about the worker for engines.
 */
const EXPECTED: ReadonlySet<string> = new Set([
  'Activity failed',
  'Workflow failed',
  'No workflows registered, not polling for workflow tasks',
]);

/** Writes the log of the SDK and of its native part to the log of the process. */
function installRuntime(logger: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const { error, ...more }: Record<string, unknown> = meta ?? {};
      const fields = { ...more, ...(error !== undefined && { err: error }) };
      if (EXPECTED.has(message)) logger.debug(fields, message);
      else if (level === 'ERROR') logger.error(fields, message);
      else logger.warn(fields, message);
    }),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
    shutdownSignals: [],
  });
}
