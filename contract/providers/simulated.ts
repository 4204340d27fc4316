import type { ProviderDefinition } from './definition.ts';
import { EKS_ADDONS } from './eks-addons.ts';
import { simulationSchema } from './simulation.ts';

export const simulatedDefinition = {
  /** Each region has three zones. */
  regions: ['sim-central-1', 'sim-east-1', 'sim-west-1'],
  addons: EKS_ADDONS,
  hasMoreAddons: false,
  clusterFields: { simulation: simulationSchema.optional() },
  clusterPatchFields: { simulation: simulationSchema.nullable() },
  clusterDefaults: () => ({}),
  fixedClusterPaths: [],
  nodeGroupFields: {},
  nodesNeedNat: false,
  networkFields: { simulation: simulationSchema.optional() },
  refusals: ({ nodeGroups }) =>
    nodeGroups?.length === 0 ? [{ path: ['nodeGroups'], message: 'must have a node group' }] : [],
} as const satisfies ProviderDefinition;
