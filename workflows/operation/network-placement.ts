/** What a cluster stands on, as its plan needs to know it. */
import type { CreateClusterInput } from '../../contract/temporal/operation-input.ts';
import type { ResourceSpec } from '../../contract/resources/graph.ts';
import type { OperationContext } from './run.ts';

/** Attaches the cluster to the network that it names; a repeated attachment is the same one. */
export async function clusterOn(
  { subject, activities }: Pick<OperationContext, 'subject' | 'activities'>,
  { spec, networkId }: Pick<CreateClusterInput, 'spec' | 'networkId'>,
): Promise<ResourceSpec> {
  if (networkId === undefined) return { resourceType: 'cluster', spec, network: { own: true } };
  const { outputs } = await activities.attachNetwork.executeWithOptions(
    { summary: `Attach to network ${networkId}` },
    [{ subject, networkId }],
  );
  return { resourceType: 'cluster', spec, network: { own: false, networkId, outputs } };
}
