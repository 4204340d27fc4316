/** The plans of a deployment's operations as clients see them. They remain after the operations have ended. */
import { operationPlanSchema, type OperationPlan } from '../../contract/operations/plan.ts';
import type { BlobStore } from './blob-store.ts';
import type { DeploymentKeys } from './keys.ts';
import { keepNewest } from '../newest.ts';

/** How many plans of one deployment are kept. */
const MAX_PLANS = 20;

type Keys = Pick<DeploymentKeys, 'planView' | 'planViews' | 'planOrder'>;

/** Stores the plan of an operation, and removes the oldest ones of earlier operations. */
export async function storePlanView(
  blobs: BlobStore,
  keys: Keys,
  operationId: string,
  plan: OperationPlan,
): Promise<void> {
  await blobs.put(keys.planView(operationId), Buffer.from(JSON.stringify(plan)));
  const kept = await keepNewest(blobs, keys.planOrder, operationId, MAX_PLANS);
  const keptKeys = new Set([...kept].map((id) => keys.planView(id)));
  const stored = await blobs.list(keys.planViews);
  // Earlier versions have kept no order. What they have stored makes room for what is newer.
  const others = stored.filter((key) => !keptKeys.has(key));
  for (const key of others.slice(0, Math.max(0, stored.length - MAX_PLANS))) {
    await blobs.remove(key);
  }
}

/** Returns undefined if the operation has no plan, or its plan is no longer stored. */
export async function loadPlanView(
  blobs: BlobStore,
  keys: Keys,
  operationId: string,
): Promise<OperationPlan | undefined> {
  const content = await blobs.get(keys.planView(operationId));
  return content && operationPlanSchema.parse(JSON.parse(content.toString()));
}
