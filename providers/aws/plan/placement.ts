import type { ClusterSpec } from '../../../contract/resources/cluster.ts';
import type { ClusterNetwork } from '../../provider.ts';

/** A network that the plan of a cluster creates, or the outputs of an existing one. */
type PlacedNetwork = { own: true } | { own: false; outputs: Record<string, string> };

/** Returns the network of a cluster: the VPC that its spec names, or else the one of its request. */
export function networkOf(
  { aws }: Pick<ClusterSpec, 'aws'>,
  network: ClusterNetwork,
): PlacedNetwork {
  if (aws?.vpc === undefined) return network;
  const { id, privateSubnetIds, publicSubnetIds = [] } = aws.vpc;
  return {
    own: false,
    outputs: {
      vpcId: id,
      privateSubnetIds: privateSubnetIds.join(','),
      publicSubnetIds: publicSubnetIds.join(','),
    },
  };
}
