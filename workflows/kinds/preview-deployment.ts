/** previewDeployment: plans a module and stores nothing. */
import type { DeploymentSpec } from '../../contract/resources/deployment.ts';
import type { PlanPreview } from '../../contract/temporal/engine.ts';
import type { PreviewDeploymentInput } from '../../contract/temporal/operation-input.ts';
import type { DeploymentJob } from '../../deployments/job.ts';
import { fetchedSource } from '../deployment/source.ts';
import { engineActivities, jobOf } from '../deployment/engine.ts';
import { run } from '../operation/run.ts';

export async function previewDeployment(input: PreviewDeploymentInput): Promise<PlanPreview> {
  const { operationId, subject, spec, destroy } = input;
  const engine = engineActivities(input.timings, input.engineTimeoutMs);
  const jobWith = (source: DeploymentSpec['source']): DeploymentJob => ({
    ...jobOf(subject, operationId, { ...spec, source }, input),
    ...(destroy && { destroying: true }),
  });
  const fetching: DeploymentJob = { ...jobWith(spec.source), preview: true };
  const source = destroy
    ? spec.source
    : await fetchedSource(spec.source, { engine, subject, job: fetching });
  const request = { subject, job: jobWith(source), destroy };
  const preview = await run(engine.previewModule, 'Plan the module', request);
  const { commit } = source.git ?? {};
  return commit === undefined ? preview : { ...preview, commit };
}
