/** Finds instance types, for the discovery operation and for the result of a cluster. */
import { PROVIDER_DEFINITIONS } from '../../contract/providers/definitions.ts';
import type { ClusterSpec } from '../../contract/resources/cluster.ts';
import type { Owner } from '../../contract/resources/graph.ts';
import {
  discoverRequestSchema,
  type DiscoverRequest,
  type DiscoveryMetadata,
  type InstanceType,
} from '../../contract/resources/instance-types.ts';
import type { CallContext, Provider } from '../../providers/provider.ts';
import type { ActivityDeps } from '../deps.ts';
import { providerFor } from '../entities/connections.ts';
import { callProvider } from '../provider-call.ts';

export interface Discovered {
  items: InstanceType[];
  metadata: DiscoveryMetadata;
}

export function discoveryActivities(deps: ActivityDeps) {
  return {
    /**
     * Returns every instance type that fits the request, and the share of a node that the default add-ons
     * reserve.
     */
    async discoverInstanceTypes({
      organizationId,
      request,
    }: {
      organizationId: string;
      request: DiscoverRequest;
    }): Promise<Discovered> {
      const { connectionId } = request;
      const provider = await providerFor(deps, request.provider, { organizationId, connectionId });
      const items = await callProvider((context) => provider.instanceTypes(request, context));
      const { addons } = PROVIDER_DEFINITIONS[provider.name];
      return { items, metadata: provider.metadata({ addons, karpenter: true }) };
    },
  };
}

/**
 * Returns the instance types of a cluster's node groups, each with the name of its node group in `group`,
 * and the share of a node that the cluster's add-ons reserve.
 */
export async function clusterTypes(
  provider: Provider,
  owner: Owner,
  spec: ClusterSpec,
  context: CallContext,
): Promise<Discovered> {
  const request = discoverRequestSchema.parse({ provider: provider.name, region: owner.region });
  const all = await provider.instanceTypes(request, context);
  const byName = new Map(all.map((type) => [type.instanceType, type]));
  const items = spec.nodeGroups.flatMap((group) =>
    group.instanceTypes.flatMap((name) => {
      const type = byName.get(name);
      return type === undefined ? [] : [{ ...type, group: group.name }];
    }),
  );
  return { items, metadata: provider.metadata({ addons: spec.addons, karpenter: spec.karpenter }) };
}
