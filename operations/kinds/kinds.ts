import { createCloudKind } from './cloud-kind.ts';
import { cluster, createClusterChanges } from './cluster.ts';
import { createConnectionKind } from './connection.ts';
import { createDeploymentKind } from './deployment.ts';
import { network } from './network.ts';
import { noDeployments } from './no-deployments.ts';
import type { KindDeps, ResourceKinds } from './resource-kind.ts';

/** The table of all kinds of resources. */
export function createResourceKinds(deps: KindDeps): ResourceKinds {
  return {
    cluster: { ...createCloudKind(deps, 'cluster', cluster), ...createClusterChanges(deps) },
    network: createCloudKind(deps, 'network', network),
    connection: createConnectionKind(deps),
    deployment: deps.runsEngines ? createDeploymentKind(deps) : noDeployments,
  };
}
