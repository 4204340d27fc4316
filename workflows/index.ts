/** Every workflow type; the bundle is built from this file. */
export { applyDeployment } from './apply-deployment.ts';
export { createCluster, createNetwork } from './create-resource.ts';
export { deleteCluster, deleteNetwork } from './delete-resource.ts';
export { previewOperation } from './preview.ts';
export { previewDeployment } from './preview-deployment.ts';
export { destroyDeployment } from './destroy-deployment.ts';
export { discoverInstanceTypes } from './discover.ts';
export { recoverCluster } from './recover.ts';
export { resource } from './resource-entity.ts';
export { updateCluster } from './update-cluster.ts';
export { verifyConnection } from './verify-connection.ts';
