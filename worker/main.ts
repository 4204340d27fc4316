import { environmentFor } from '../activities/connections.ts';
import { createActivities } from '../activities/index.ts';
import { runProcess } from '../config/process.ts';
import { createDeployer } from '../deployments/deployer.ts';
import { createAwsProvider } from '../providers/aws/provider.ts';
import { createSimulatedProvider } from '../providers/simulated/provider.ts';
import { WORKFLOW_BUNDLE } from './bundle.ts';
import { deployerSettings } from './deployer-settings.ts';
import { startWorker } from './worker.ts';

runProcess('worker', async ({ settings, logger, fail }) => {
  const simulated = createSimulatedProvider({
    url: settings.SIMULATOR_URL,
    requestTimeoutMs: settings.SLIPWAY_CLOUD_TIMEOUT_MS,
    speed: settings.SIMULATOR_SPEED,
  });
  const aws = createAwsProvider({
    endpoint: settings.AWS_ENDPOINT_URL,
    requestTimeoutMs: settings.SLIPWAY_CLOUD_TIMEOUT_MS,
    rate: {
      perSecond: settings.SLIPWAY_AWS_CALLS_PER_SECOND,
      burst: settings.SLIPWAY_AWS_CALL_BURST,
    },
    speed: settings.SLIPWAY_AWS_SPEED,
  });
  const providers = { simulated, aws };
  const worker = await startWorker({
    settings,
    logger,
    activities: (client) =>
      createActivities({
        client,
        providers,
        deployer: createDeployer({
          ...deployerSettings(settings, process.env),
          credentials: (job, signal) => environmentFor({ client, providers }, job, signal),
        }),
        logger,
        cloudTimeoutMs: settings.SLIPWAY_CLOUD_TIMEOUT_MS,
      }),
    workflowBundle: WORKFLOW_BUNDLE,
  });
  worker.done.catch(fail);
  return {
    ready: `polling task queue ${settings.SLIPWAY_TASK_QUEUE} at ${settings.TEMPORAL_ADDRESS}`,
    stop: () => worker.stop(),
  };
});
