/** The links of an operation. Those of actions that are not possible are left out. */
import type { Operation } from '../../contract/operations/operation.ts';
import { RESOURCE_KINDS, type OperationStatus } from '../../contract/vocabulary.ts';
import type { OperationMemo } from '../../contract/temporal/operation-memo.ts';

/** The URLs in answers. */
export interface Urls {
  /** The URL or the path of the API, without a slash at the end. */
  api: string;
  /** The URL of a workflow's page. */
  temporalUi?: (workflowId: string, runId: string) => string;
}

export function locationOf(operationId: string, { api }: Urls): string {
  return `${api}/operations/${operationId}`;
}

export function links(
  { workflowId, runId, memo }: { workflowId: string; runId: string; memo: OperationMemo },
  urls: Urls,
  status: OperationStatus,
): Operation['links'] {
  const { api, temporalUi } = urls;
  const { resourceType, resourceId, resourceUid } = memo.subject;
  // A built-in connection has no page of its own.
  const hasPage = resourceUid !== undefined;
  const self = locationOf(workflowId, urls);
  const isRetryable = status === 'failed' || status === 'canceled';
  return {
    self,
    events: `${self}/events`,
    ...(isCancelable(status) && { cancel: `${self}/cancel` }),
    ...(isRetryable && { retry: `${self}/retry` }),
    ...(hasPage && {
      resource: `${api}/${RESOURCE_KINDS[resourceType].collection}/${resourceId}`,
    }),
    ...(temporalUi && { temporalUi: temporalUi(workflowId, runId) }),
  };
}

export function isCancelable(status: OperationStatus): boolean {
  return status === 'pending' || status === 'running' || status === 'awaiting_confirmation';
}
