import { Context } from '@temporalio/activity';
import type { DeploymentStore } from '../../deployments/deployment-store.ts';
import type { DeploymentJob } from '../../deployments/job.ts';

/** Writes into the log of the operation where another attempt of this activity begins. */
export async function noteAttempt(
  deployer: Pick<DeploymentStore, 'noteAttempt'>,
  job: DeploymentJob,
  attempt: number,
): Promise<void> {
  if (attempt === 1) return;
  await deployer.noteAttempt(job, Context.current().info.activityType, attempt);
}
