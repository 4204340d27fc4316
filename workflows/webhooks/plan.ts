import { log } from '@temporalio/workflow';
import type { SourcePlan, SourceSubject } from '../../activities/webhooks/source-commands.ts';
import type { Timings } from '../../contract/temporal/timings.ts';
import { run } from '../operation/run.ts';
import { webhookActivities } from './activities.ts';

/** Plans a commit. Resolves to a plan that failed if it cannot be made, so that its status does not stay pending. */
export async function planCommit(
  timings: Timings,
  subject: SourceSubject,
  commit: string,
): Promise<SourcePlan> {
  const { planSource } = webhookActivities(timings);
  const { name } = subject.deployment;
  try {
    return await run(planSource, `Plan ${name} at ${commit}`, { ...subject, commit });
  } catch (error) {
    log.warn('a commit could not be planned', { name, commit, error });
    const description = 'The plan could not be made. The log of the workers has the reason.';
    return { report: { state: 'failure', description }, text: description };
  }
}
