/** Attaches a cluster to its network, and detaches it. */
import type { CreateClusterInput } from '../../contract/temporal/operation-input.ts';
import type { ResourceSpec } from '../../contract/resources/graph.ts';
import { run } from './run.ts';
import type { OperationContext } from './run-operation.ts';

type Context = Pick<OperationContext, 'subject' | 'activities'>;

/** Attaches the cluster to the network that it names, if it names one. Idempotent. */
export async function placeCluster(
  { subject, activities }: Context,
  { spec, networkId }: Pick<CreateClusterInput, 'spec' | 'networkId'>,
): Promise<ResourceSpec> {
  if (networkId === undefined) return { resourceType: 'cluster', spec, network: { own: true } };
  const request = { subject, networkId };
  const { outputs } = await run(
    activities.attachNetwork,
    `Attach to network ${networkId}`,
    request,
  );
  return { resourceType: 'cluster', spec, network: { own: false, networkId, outputs } };
}

/** Detaches the cluster from the network that it names, if it names one. Idempotent. */
export async function leaveNetwork(
  { subject, activities }: Context,
  networkId: string | undefined,
): Promise<void> {
  if (networkId === undefined) return;
  await run(activities.detachNetwork, `Detach from network ${networkId}`, { subject, networkId });
}
