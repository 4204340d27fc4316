import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import type { Logger } from '../config/logger.ts';
import type { Settings } from '../config/settings.ts';
import { temporalConnectionOptions } from '../config/temporal.ts';

/** Longer than a call to a cloud, so that what is in flight at a shutdown gets its answer. */
const SHUTDOWN_GRACE_MS = 11_000;
const SHUTDOWN_FORCE_MS = 13_000;
/** A cancel reaches an activity with a heartbeat; so this bounds how long it takes. */
const MAX_HEARTBEAT_THROTTLE_MS = 1_000;

export interface RunningWorker {
  /** Rejects when the worker fails; resolves after `stop`. */
  done: Promise<void>;
  stop(): Promise<void>;
}

export async function startWorker(options: {
  settings: Settings;
  logger: Logger;
  /** Made with the client through which they reach the entities. */
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
  const worker = await Worker.create({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: settings.SLIPWAY_TASK_QUEUE,
    workflowBundle: { codePath: options.workflowBundle },
    activities: options.activities(client),
    maxConcurrentActivityTaskExecutions: settings.SLIPWAY_ACTIVITY_SLOTS,
    ...(settings.SLIPWAY_CACHED_WORKFLOWS > 0 && {
      maxCachedWorkflows: settings.SLIPWAY_CACHED_WORKFLOWS,
    }),
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    shutdownForceTime: SHUTDOWN_FORCE_MS,
    maxHeartbeatThrottleInterval: MAX_HEARTBEAT_THROTTLE_MS,
    defaultHeartbeatThrottleInterval: MAX_HEARTBEAT_THROTTLE_MS,
  });
  const done = worker.run();
  return {
    done,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
      await client.connection.close();
      await connection.close();
    },
  };
}

/** What the SDK reports of each failed attempt; our own log and the history say it better. */
const EXPECTED: ReadonlySet<string> = new Set(['Activity failed', 'Workflow failed']);

/** The SDK's log, and its native part's, in the process's own. */
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
