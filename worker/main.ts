import { setMaxListeners } from 'node:events';
import { environmentFor } from '../activities/entities/connections.ts';
import { createActivities } from '../activities/index.ts';
import { createDurationNotes } from '../activities/nodes/duration-notes.ts';
import { refuseSharedDirectory } from '../config/private-directory.ts';
import { runProcess } from '../config/process.ts';
import { ownAccountsOf } from '../config/settings.ts';
import { createDeployer } from '../deployments/deployer.ts';
import { WORKFLOW_BUNDLE } from './built-files.ts';
import { deployerSettings } from './deployer-settings.ts';
import { engineIsolation } from './engine-isolation.ts';
import { engineSlotsOf } from './engine-worker.ts';
import { createProviders } from './providers.ts';
import { webhookDeps } from './webhook-deps.ts';
import { startWorker } from './worker.ts';

runProcess('worker', async ({ settings, logger, signal: stopping, fail }) => {
  // Every waiting activity adds a listener. The default limit of 10 would log a warning.
  setMaxListeners(0, stopping);
  refuseSharedDirectory(settings.SLIPWAY_BLOBS_DIR, 'SLIPWAY_BLOBS_DIR');
  refuseSharedDirectory(settings.SLIPWAY_SECRETS_DIR, 'SLIPWAY_SECRETS_DIR');
  const isolation = await engineIsolation(settings, process.env, logger);
  const providers = createProviders(settings);
  const engineSlots = engineSlotsOf(settings);
  const worker = await startWorker({
    settings,
    logger,
    activities: (client) =>
      createActivities({
        client,
        providers,
        ownAccounts: ownAccountsOf(settings),
        durations: createDurationNotes({
          client,
          taskQueue: settings.SLIPWAY_TASK_QUEUE,
          logger,
        }),
        deployer: createDeployer({
          ...deployerSettings(settings, process.env, isolation),
          credentials: (job, phase, signal) =>
            environmentFor({ client, providers }, job, phase, signal),
        }),
        engineSlots,
        webhooks: webhookDeps(settings, client),
        logger,
        cloudTimeoutMs: settings.SLIPWAY_CLOUD_TIMEOUT_MS,
        stopping,
      }),
    workflowBundle: WORKFLOW_BUNDLE,
  });
  worker.done.catch(fail);
  return {
    ready: `polling task queue ${settings.SLIPWAY_TASK_QUEUE} at ${settings.TEMPORAL_ADDRESS}`,
    stop: () => worker.stop(),
  };
});
