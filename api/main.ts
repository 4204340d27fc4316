import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen } from '../config/listen.ts';
import { refuseSharedDirectory } from '../config/private-directory.ts';
import { runProcess } from '../config/process.ts';
import { moduleRulesOf, ownAccountsOf, runsEngines } from '../config/settings.ts';
import { temporalConnectionOptions } from '../config/temporal.ts';
import { externalIdOf, timeSortedId } from '../contract/ids.ts';
import { directoryBlobStore } from '../deployments/storage/blob-store.ts';
import { connectLazily } from '../operations/temporal/connect.ts';
import { createOperations } from '../operations/index.ts';
import { createApp } from './app.ts';

/** The identity of callers without a role in the simulated cloud. */
const SIMULATED_PRINCIPAL = 'arn:sim:iam::000000000000:root';

runProcess('api', async ({ settings, logger, signal }) => {
  refuseSharedDirectory(settings.SLIPWAY_BLOBS_DIR, 'SLIPWAY_BLOBS_DIR');
  const client = connectLazily(temporalConnectionOptions(settings), settings.TEMPORAL_NAMESPACE);
  const now = () => new Date();
  const ui = `http://127.0.0.1:${settings.TEMPORAL_UI_PORT}/namespaces/${settings.TEMPORAL_NAMESPACE}/workflows`;
  const operations = createOperations({
    client,
    taskQueue: settings.SLIPWAY_TASK_QUEUE,
    urls: {
      api: settings.SLIPWAY_PUBLIC_URL.replace(/\/+$/, '') || settings.SLIPWAY_BASE_PATH,
      ...(settings.ownsTemporal && {
        temporalUi: (workflowId: string, runId: string) => `${ui}/${workflowId}/${runId}/history`,
      }),
    },
    timings: {
      heartbeatTimeoutMs: settings.SLIPWAY_HEARTBEAT_TIMEOUT_MS,
      reservationTimeoutMs: settings.SLIPWAY_RESERVATION_MS,
      deadlineFactor: settings.SLIPWAY_DEADLINE_FACTOR,
      retryIntervalMs: settings.SLIPWAY_RETRY_INTERVAL_MS,
      memoIntervalMs: settings.SLIPWAY_MEMO_INTERVAL_MS,
      waitsOnCancel: true,
    },
    blobs: directoryBlobStore(path.resolve(settings.SLIPWAY_BLOBS_DIR)),
    limits: {
      confirmationTimeoutMs: settings.SLIPWAY_CONFIRMATION_MS,
      engineTimeoutMs: settings.SLIPWAY_DEPLOYMENT_TIMEOUT_MS,
    },
    maxArchiveBytes: settings.SLIPWAY_ARCHIVE_MIB * 1024 * 1024,
    moduleRules: moduleRulesOf(settings),
    gitProtocols: settings.SLIPWAY_GIT_PROTOCOLS,
    stateReading: settings.SLIPWAY_DEPLOYMENT_STATE_READ,
    runsEngines: runsEngines(settings),
    ownAccounts: ownAccountsOf(settings),
    queryTimeoutMs: settings.SLIPWAY_QUERY_TIMEOUT_MS,
    roleWaitMs: settings.SLIPWAY_ROLE_WAIT_MS,
    principals: { simulated: SIMULATED_PRINCIPAL, aws: settings.SLIPWAY_AWS_PRINCIPAL },
    newId: () => timeSortedId(Date.now(), randomBytes(16)),
    newExternalId: (organizationId) => externalIdOf(organizationId, randomBytes(16)),
    now,
  });
  const app = createApp({
    operations,
    logger,
    principal: {
      organizationId: settings.SLIPWAY_ORGANIZATION,
      memberId: settings.SLIPWAY_MEMBER,
    },
    defaults: {
      providers: settings.SLIPWAY_PROVIDERS,
      regions: { simulated: 'sim-central-1', aws: settings.SLIPWAY_AWS_REGION },
    },
    basePath: settings.SLIPWAY_BASE_PATH,
    publicUrl: settings.SLIPWAY_PUBLIC_URL || undefined,
    webDirectory: fileURLToPath(new URL('../web', import.meta.url)),
    requestsPerSecond: settings.SLIPWAY_RATE_LIMIT,
    now,
    stopping: signal,
  });
  const server = await listen(app, {
    host: settings.HOST,
    port: settings.PORT,
    keepAliveMs: settings.SLIPWAY_KEEP_ALIVE_MS,
  });
  return {
    ready: `listening on ${server.url}${settings.SLIPWAY_BASE_PATH}`,
    async stop() {
      await server.close();
      operations.close();
      await client.connection.close();
    },
  };
});
