/** previewDeployment: the plan of a module, which nobody keeps. */
import type { PreviewDeploymentInput } from '../contract/durable.ts';
import type { ProgressResource } from '../contract/operation.ts';
import { engineActivities, jobOf } from './deployment-parts.ts';

export async function previewDeployment(
  input: PreviewDeploymentInput,
): Promise<ProgressResource[]> {
  const { operationId, about, spec, destroy } = input;
  const job = jobOf(about, operationId, spec);
  return engineActivities(input.pace, input.engineMs).previewModule({ about, job, destroy });
}
