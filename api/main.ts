import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen } from '../config/listen.ts';
import { apiUrlOf, operationsOptionsOf } from '../config/operations-options.ts';
import { refuseSharedDirectory } from '../config/private-directory.ts';
import { runProcess } from '../config/process.ts';
import { temporalConnectionOptions } from '../config/temporal.ts';
import { externalIdOf, timeSortedId } from '../contract/ids.ts';
import { directoryBlobStore } from '../deployments/storage/blob-store.ts';
import { connectLazily } from '../operations/temporal/connect.ts';
import { createOperations } from '../operations/index.ts';
import { createApp } from './app.ts';
import { fileWebhookSecrets } from './webhooks/secrets.ts';

runProcess('api', async ({ settings, logger, signal }) => {
  refuseSharedDirectory(settings.SLIPWAY_BLOBS_DIR, 'SLIPWAY_BLOBS_DIR');
  refuseSharedDirectory(settings.SLIPWAY_WEBHOOKS_DIR, 'SLIPWAY_WEBHOOKS_DIR');
  const client = connectLazily(temporalConnectionOptions(settings), settings.TEMPORAL_NAMESPACE);
  const now = () => new Date();
  const ui = `http://127.0.0.1:${settings.TEMPORAL_UI_PORT}/namespaces/${settings.TEMPORAL_NAMESPACE}/workflows`;
  const operations = createOperations({
    client,
    urls: {
      api: apiUrlOf(settings),
      ...(settings.ownsTemporal && {
        temporalUi: (workflowId: string, runId: string) => `${ui}/${workflowId}/${runId}/history`,
      }),
    },
    blobs: directoryBlobStore(path.resolve(settings.SLIPWAY_BLOBS_DIR)),
    ...operationsOptionsOf(settings),
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
    webhookSecrets: fileWebhookSecrets(path.resolve(settings.SLIPWAY_WEBHOOKS_DIR)),
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
