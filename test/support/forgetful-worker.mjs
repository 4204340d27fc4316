/**
 * A worker that carries out every activity twice: the first success of each is forgotten, as if the
 * worker had died before it could say so, and Temporal has it tried again.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

const dist = process.env['SLIPWAY_TEST_DIST'] ?? path.resolve(import.meta.dirname, '../../dist');
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);

const { createActivities } = await load('activities/index.js');
const { runProcess } = await load('config/process.js');
const { createSimulatedProvider } = await load('providers/simulated/provider.js');
const { WORKFLOW_BUNDLE } = await load('worker/bundle.js');
const { startWorker } = await load('worker/worker.js');

const forgotten = new Set();

function twice(activity) {
  return async (...args) => {
    const result = await activity(...args);
    const { workflowExecution, activityId } = Context.current().info;
    const key = `${workflowExecution.workflowId}/${workflowExecution.runId}/${activityId}`;
    if (forgotten.has(key)) return result;
    forgotten.add(key);
    throw ApplicationFailure.create({ message: 'forgotten', nextRetryDelay: 1 });
  };
}

runProcess('worker', async ({ settings, logger, fail }) => {
  const cloudTimeoutMs = settings.SLIPWAY_CLOUD_TIMEOUT_MS;
  const simulated = createSimulatedProvider({
    url: settings.SIMULATOR_URL,
    requestTimeoutMs: cloudTimeoutMs,
    speed: settings.SIMULATOR_SPEED,
  });
  const worker = await startWorker({
    settings,
    logger,
    workflowBundle: WORKFLOW_BUNDLE,
    activities: (client) => {
      const deps = { client, providers: { simulated }, logger, cloudTimeoutMs };
      const activities = Object.entries(createActivities(deps));
      return Object.fromEntries(activities.map(([name, activity]) => [name, twice(activity)]));
    },
  });
  worker.done.catch(fail);
  return { ready: 'polling', stop: () => worker.stop() };
});
