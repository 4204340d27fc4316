/** What a cluster stands on, as its plan needs to know it. */
import type { CreateClusterInput } from '../contract/durable.ts';
import type { ResourceSpec } from '../contract/graph.ts';
import type { OperationContext } from './operation.ts';

/** Attaches the cluster to the network that it names; a repeated attachment is the same one. */
export async function clusterOn(
  { about, activities }: Pick<OperationContext, 'about' | 'activities'>,
  { spec, networkId }: Pick<CreateClusterInput, 'spec' | 'networkId'>,
): Promise<ResourceSpec> {
  if (networkId === undefined) return { resourceType: 'cluster', spec, network: { own: true } };
  const { outputs } = await activities.attach.executeWithOptions(
    { summary: `Attach to network ${networkId}` },
    [{ about, networkId }],
  );
  return { resourceType: 'cluster', spec, network: { own: false, networkId, outputs } };
}
