/** previewDeployment: plans a module and stores nothing. */
import type { PlanPreview } from '../../contract/temporal/engine.ts';
import type { PreviewDeploymentInput } from '../../contract/temporal/operation-input.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import { engineActivities, jobOf } from '../deployment/engine.ts';
import { run } from '../operation/run.ts';

export async function previewDeployment(input: PreviewDeploymentInput): Promise<PlanPreview> {
  const { operationId, subject, spec, destroy } = input;
  const { previewModule } = engineActivities(input.timings, input.engineTimeoutMs);
  const job: DeploymentJob = {
    ...jobOf(subject, operationId, spec, input),
    ...(destroy && { destroying: true }),
  };
  return run(previewModule, 'Plan the module', { subject, job, destroy });
}
