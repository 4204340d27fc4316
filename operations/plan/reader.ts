/**
 * Reads the plan of an operation. A worker has stored that of a deployment; that of a cluster or network is in the
 * history.
 */
import type { Client } from '@temporalio/client';
import { LRUCache } from 'lru-cache';
import type { OperationPlan } from '../../contract/operations/plan.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { isCloudType } from '../../contract/vocabulary.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { loadPlanView } from '../../deployments/storage/plan-views.ts';
import { describeOperation } from '../read/describe.ts';
import type { OperationSource } from '../read/view.ts';
import type { Principal } from '../temporal/calls.ts';
import { planInHistory } from './plan-in-history.ts';

/** Each has at most half a megabyte. */
const MAX_CACHED = 50;

export interface PlanReader {
  /** The plan with the attributes that it changes. Throws `not_found`, also for an operation without a plan. */
  plan(principal: Principal, operationId: string): Promise<OperationPlan>;
}

export function createPlanReader(client: Client, blobs: BlobStore): PlanReader {
  /** By run. The plan of a cluster or network never changes. */
  const known = new LRUCache<string, OperationPlan>({ max: MAX_CACHED });

  async function cloudPlanOf({ workflowId, runId }: OperationSource) {
    const plan = known.get(runId) ?? (await planInHistory(client, { workflowId, runId }));
    if (plan !== undefined) known.set(runId, plan);
    return plan;
  }

  return {
    async plan(principal, operationId) {
      const source = await describeOperation(client, principal, operationId);
      const { resourceType, resourceUid, organizationId } = source.memo.subject;
      const keys = deploymentKeys(organizationId, resourceUid ?? '');
      const plan = isCloudType(resourceType)
        ? await cloudPlanOf(source)
        : resourceType === 'deployment'
          ? await loadPlanView(blobs, keys, operationId)
          : undefined;
      if (plan !== undefined) return plan;
      throw new RequestError(
        'not_found',
        'The operation has no plan, or not yet. Operations that create, change or delete a cluster, network or deployment have one once they have planned. The last 20 of a deployment are kept until it is deleted.',
      );
    },
  };
}
