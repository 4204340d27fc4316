/** Runs a worker with wrapped activities, so that a test can force timings and failures that are rare otherwise. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const dist = process.env['SLIPWAY_TEST_DIST'] ?? path.resolve(import.meta.dirname, '../../../dist');
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);

const { environmentFor } = await load('activities/entities/connections.js');
const { createDurationNotes } = await load('activities/nodes/duration-notes.js');
const { createActivities } = await load('activities/index.js');
const { runProcess } = await load('config/process.js');
const { ownAccountsOf } = await load('config/settings.js');
const { createDeployer } = await load('deployments/deployer.js');
const { deployerSettings } = await load('worker/deployer-settings.js');
const { engineSlotsOf } = await load('worker/engine-worker.js');
const { createProviders } = await load('worker/providers.js');
const { WORKFLOW_BUNDLE } = await load('worker/built-files.js');
const { startWorker } = await load('worker/worker.js');

/** Runs a worker in which `wrap(activity, name)` replaces each activity. */
export function runWrappedWorker(wrap) {
  runProcess('worker', async ({ settings, logger, signal: stopping, fail }) => {
    const cloudTimeoutMs = settings.SLIPWAY_CLOUD_TIMEOUT_MS;
    const providers = createProviders(settings);
    const engineSlots = engineSlotsOf(settings);
    const worker = await startWorker({
      settings,
      logger,
      workflowBundle: WORKFLOW_BUNDLE,
      activities: (client) => {
        const deployer = createDeployer({
          ...deployerSettings(settings, process.env, { kind: 'process' }),
          credentials: (job, signal) => environmentFor({ client, providers }, job, signal),
        });
        const deps = {
          client,
          providers,
          ownAccounts: ownAccountsOf(settings),
          durations: createDurationNotes({
            client,
            taskQueue: settings.SLIPWAY_TASK_QUEUE,
            logger,
          }),
          deployer,
          engineSlots,
          logger,
          cloudTimeoutMs,
          stopping,
        };
        const activities = Object.entries(createActivities(deps));
        return Object.fromEntries(
          activities.map(([name, activity]) => [name, wrap(activity, name)]),
        );
      },
    });
    worker.done.catch(fail);
    return { ready: 'polling', stop: () => worker.stop() };
  });
}
