/** Reads the plan of an operation on a deployment, which a worker has stored. */
import type { Client } from '@temporalio/client';
import type { OperationPlan } from '../../contract/operations/plan.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { loadPlanView } from '../../deployments/storage/plan-views.ts';
import type { Principal } from '../temporal/calls.ts';
import { describeOperation } from '../read/describe.ts';

export interface PlanReader {
  /** The plan with the attributes that it changes. Throws `not_found`, also for an operation without a plan. */
  plan(principal: Principal, operationId: string): Promise<OperationPlan>;
}

export function createPlanReader(client: Client, blobs: BlobStore): PlanReader {
  return {
    async plan(principal, operationId) {
      const { memo } = await describeOperation(client, principal, operationId);
      const { resourceType, resourceUid, organizationId } = memo.subject;
      const keys = deploymentKeys(organizationId, resourceUid ?? '');
      const plan =
        resourceType === 'deployment' ? await loadPlanView(blobs, keys, operationId) : undefined;
      if (plan !== undefined) return plan;
      throw new RequestError(
        'not_found',
        'The operation has no plan. Only operations on deployments have one, once they have planned. The last 20 of a deployment are kept until it is deleted.',
      );
    },
  };
}
