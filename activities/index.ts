/** The activities by name, made from what they need. */
import type { Client } from '@temporalio/client';
import type { Logger } from './logger.ts';
import type { Provider } from '../providers/provider.ts';
import type { ProviderName } from '../contract/vocabulary.ts';
import type { Deployer } from '../deployments/deployer.ts';
import { connectionActivities } from './entities/connections.ts';
import { deploymentActivities } from './engine/deployments.ts';
import { discoveryActivities } from './planning/discovery.ts';
import { nodeActivities } from './nodes/nodes.ts';
import { planningActivities } from './planning/planning.ts';
import { recoveryActivities } from './planning/recovery.ts';
import { resourceActivities } from './entities/records.ts';

export interface ActivityDeps {
  /** For the entities; every call through it gets a deadline. */
  client: Client;
  providers: Record<ProviderName, Provider>;
  deployer: Deployer;
  logger: Logger;
  /** The deadline of one call to a cloud, ms: a call in flight may take effect until then. */
  cloudTimeoutMs: number;
  /** Aborts when this worker is asked to stop: who only waits hands that on. */
  stopping: AbortSignal;
}

export function createActivities(deps: ActivityDeps) {
  return {
    ...resourceActivities(deps),
    ...planningActivities(deps),
    ...nodeActivities(deps),
    ...discoveryActivities(deps),
    ...connectionActivities(deps),
    ...recoveryActivities(deps),
    ...deploymentActivities(deps),
  };
}
export type Activities = ReturnType<typeof createActivities>;
