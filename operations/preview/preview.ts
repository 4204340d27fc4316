/** Previews the effect of an operation, in the form of an operation that was never started. */
import type { Operation } from '../../contract/operations/operation.ts';
import type { PlanPreview } from '../../contract/temporal/engine.ts';
import type { OperationInput, OperationSubject } from '../../contract/temporal/operation-input.ts';
import { RESOURCE_KINDS } from '../../contract/vocabulary.ts';
import type { ResourceKinds } from '../kinds/resource-kind.ts';
import { shownDiagnostics } from '../read/diagnostics.ts';
import type { Urls } from '../read/links.ts';

export interface Previewer {
  /**
   * Throws `invalid_request` for faults that only a worker can find, `no_worker` and
   * `cloud_unavailable`.
   */
  preview(operationId: string, input: OperationInput, maxMs?: number): Promise<Operation>;
}

export function createPreviewer(deps: {
  kinds: ResourceKinds;
  urls: Urls;
  now(): Date;
}): Previewer {
  const { kinds, urls, now } = deps;
  return {
    async preview(operationId, input, maxMs) {
      const plan = await kinds[input.subject.resourceType].preview(operationId, input, maxMs);
      return previewed(operationId, input.subject, plan, urls, now());
    },
  };
}

function previewed(
  id: string,
  subject: OperationSubject,
  { resources, outputs = [], plan, commit, diagnostics }: PlanPreview,
  { api }: Urls,
  now: Date,
): Operation {
  const { organizationId, memberId, operation, resourceType, resourceId, resourceUid } = subject;
  const unchanged = resources.filter(({ status }) => status === 'unchanged').length;
  const pending = resources.length - unchanged;
  const changedOutputs = outputs.length === 0 ? '' : ` and ${outputs.length} outputs`;
  const hasPage = resourceUid !== undefined;
  return {
    id,
    organizationId,
    memberId,
    operation,
    status: 'pending',
    progress: {
      stage: 'planning',
      message: `Preview: nothing was changed. ${pending} of ${resources.length} resources${changedOutputs} would change.`,
      ...(commit !== undefined && { commit }),
      resources,
      summary: {
        total: resources.length,
        pending,
        running: 0,
        succeeded: 0,
        failed: 0,
        unchanged,
      },
    },
    ...(plan && { plan }),
    ...shownDiagnostics(diagnostics),
    resourceType,
    resourceId,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    version: 0,
    cancelable: false,
    ...(subject.retryOf !== undefined && { retryOf: subject.retryOf }),
    links: {
      ...(hasPage && {
        resource: `${api}/${RESOURCE_KINDS[resourceType].collection}/${resourceId}`,
      }),
    },
  };
}
