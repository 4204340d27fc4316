/** All activities by name. */
import type { ActivityDeps } from './deps.ts';
import { deploymentActivities } from './engine/deployments.ts';
import { sourceActivities } from './engine/sources.ts';
import { attachmentActivities } from './entities/attachments.ts';
import { claimActivities } from './entities/claims.ts';
import { connectionActivities } from './entities/connections.ts';
import { roleClaimActivities } from './entities/role-claims.ts';
import { workflowStateActivities } from './entities/workflow-state.ts';
import { nodeActivities } from './nodes/nodes.ts';
import { discoveryActivities } from './planning/discovery.ts';
import { planningActivities } from './planning/planning.ts';
import { recoveryActivities } from './planning/recovery.ts';
import { webhookActivities } from './webhooks/webhooks.ts';

export function createActivities(deps: ActivityDeps) {
  return {
    ...claimActivities(deps),
    ...attachmentActivities(deps),
    ...workflowStateActivities(deps),
    ...planningActivities(deps),
    ...nodeActivities(deps),
    ...discoveryActivities(deps),
    ...connectionActivities(deps),
    ...roleClaimActivities(deps),
    ...recoveryActivities(deps),
    ...deploymentActivities(deps),
    ...sourceActivities(deps),
    ...webhookActivities(deps),
  };
}
export type Activities = ReturnType<typeof createActivities>;
