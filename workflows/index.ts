/** Every workflow type; the bundle is built from this file. */
export { applyDeployment } from './kinds/apply-deployment.ts';
export { createCluster, deleteCluster } from './kinds/cluster.ts';
export { createNetwork, deleteNetwork } from './kinds/network.ts';
export { previewOperation } from './kinds/preview-operation.ts';
export { previewDeployment } from './kinds/preview-deployment.ts';
export { destroyDeployment } from './kinds/destroy-deployment.ts';
export { discoverInstanceTypes } from './kinds/discover-instance-types.ts';
export { recoverCluster } from './kinds/recover-cluster.ts';
export { repositoryEvents } from './webhooks/repository-events.ts';
export { durations } from './entity/durations.ts';
export { resource } from './entity/resource.ts';
export { roleClaim } from './entity/role-claim.ts';
export { updateCluster } from './kinds/update-cluster.ts';
export { verifyConnection } from './kinds/verify-connection.ts';
