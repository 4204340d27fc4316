/**
 * A worker that carries out every activity twice: the first success of each is forgotten, as if the
 * worker had died before it could say so, and Temporal has it tried again.
 */
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { runBentWorker } from './wrapped-worker.mjs';

const forgotten = new Set();

runBentWorker((activity) => async (...args) => {
  const result = await activity(...args);
  const { workflowExecution, activityId } = Context.current().info;
  const key = `${workflowExecution.workflowId}/${workflowExecution.runId}/${activityId}`;
  if (forgotten.has(key)) return result;
  forgotten.add(key);
  throw ApplicationFailure.create({ message: 'forgotten', nextRetryDelay: 1 });
});
