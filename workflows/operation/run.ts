import type { ActivityOptions } from '@temporalio/workflow';

/** An activity as `proxyActivities` returns it. */
interface RunnableActivity<Args extends unknown[], Answer> {
  executeWithOptions(options: ActivityOptions, args: Args): Promise<Answer>;
}

/**
 * Runs an activity and returns its answer. `summary` is the text that Temporal's Web UI shows for it.
 * Further options override those of the proxy.
 */
export function run<Args extends unknown[], Answer>(
  activity: RunnableActivity<Args, Answer>,
  summary: string | ActivityOptions,
  ...args: Args
): Promise<Answer> {
  const options = typeof summary === 'string' ? { summary } : summary;
  return activity.executeWithOptions(options, args);
}
