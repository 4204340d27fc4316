/** previewDeployment: the plan of a module, which nobody keeps. */
import type { PreviewDeploymentInput } from '../../contract/temporal/operation-input.ts';
import type { ProgressResource } from '../../contract/operations/operation.ts';
import { engineActivities, jobOf } from '../deployment/engine.ts';

export async function previewDeployment(
  input: PreviewDeploymentInput,
): Promise<ProgressResource[]> {
  const { operationId, subject, spec, destroy } = input;
  const job = jobOf(subject, operationId, spec);
  return engineActivities(input.timings, input.engineTimeoutMs).previewModule({
    subject,
    job,
    destroy,
  });
}
