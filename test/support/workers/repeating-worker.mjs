/**
 * A worker that runs every activity twice. It discards the first success of each activity, as if the
 * worker had died before it could report the result, so Temporal retries the activity.
 */
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { runWrappedWorker } from './wrapped-worker.mjs';

const discarded = new Set();

runWrappedWorker((activity) => async (...args) => {
  const result = await activity(...args);
  const { workflowExecution, activityId } = Context.current().info;
  const key = `${workflowExecution.workflowId}/${workflowExecution.runId}/${activityId}`;
  if (discarded.has(key)) return result;
  discarded.add(key);
  throw ApplicationFailure.create({ message: 'result discarded', nextRetryDelay: 1 });
});
