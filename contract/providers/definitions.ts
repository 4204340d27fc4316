/** The contracts of all providers, composed into the fields and values that the common schemas accept. */
import type { ProviderName } from '../vocabulary.ts';
import { awsDefinition } from './aws.ts';
import type { ProviderDefinition } from './definition.ts';
import { simulatedDefinition } from './simulated.ts';

export const PROVIDER_DEFINITIONS = {
  simulated: simulatedDefinition,
  aws: awsDefinition,
} as const satisfies Record<ProviderName, ProviderDefinition>;

export const REGIONS = [...simulatedDefinition.regions, ...awsDefinition.regions] as const;
export type Region = (typeof REGIONS)[number];

export const CLUSTER_FIELDS = {
  ...simulatedDefinition.clusterFields,
  ...awsDefinition.clusterFields,
} as const;

export const CLUSTER_PATCH_FIELDS = {
  ...simulatedDefinition.clusterPatchFields,
  ...awsDefinition.clusterPatchFields,
} as const;

export const NODE_GROUP_FIELDS = {
  ...simulatedDefinition.nodeGroupFields,
  ...awsDefinition.nodeGroupFields,
} as const;

export const NETWORK_FIELDS = {
  ...simulatedDefinition.networkFields,
  ...awsDefinition.networkFields,
} as const;
