/** Plans the latest commit of a pull request, and reports the plan there. Changes nothing. */
import type { SourceSubject } from '../../activities/webhooks/source-commands.ts';
import type { PullRequestEvent } from '../../contract/temporal/repository-events.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { run } from '../operation/run.ts';
import { webhookActivities } from './activities.ts';
import { planCommit } from './plan.ts';

export async function followPullRequest(
  timings: Timings,
  subject: SourceSubject,
  { number }: PullRequestEvent,
): Promise<void> {
  const { openPullRequest, reportPlan } = webhookActivities(timings);
  const { name } = subject.deployment;
  const request = { ...subject, number };
  const opened = await run(openPullRequest, `Read pull request ${number}`, request);
  if (!opened.isPlanned) return;
  const { commit } = opened;
  const plan = await planCommit(timings, subject, commit);
  await run(reportPlan, `Report the plan of ${name}`, { ...request, commit, plan });
}
