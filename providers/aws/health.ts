import { controlPlaneIn } from '../kubernetes/cluster-layout.ts';
import { checkHealth } from '../kubernetes-api/health.ts';
import type { Provider } from '../provider.ts';
import type { Access } from './client/access.ts';
import { eksToken } from './client/eks-token.ts';
import { clusterName } from './plan/names.ts';

const GROUP_LABEL = 'eks.amazonaws.com/nodegroup';

/**
 * Looks into the Kubernetes API of a cluster in EKS, as the identity that has created the cluster and is its
 * administrator. A worker outside of the network cannot reach a private endpoint.
 *
 * @param isSandbox true if the cloud is not AWS itself: no Kubernetes API answers at its endpoints
 */
export function createHealth(
  access: Access,
  { isSandbox, clock }: { isSandbox: boolean; clock: () => number },
): Provider['health'] {
  return async (owner, { nodeGroups }, nodes, { signal }) => {
    if (isSandbox) return { state: 'unchecked', why: 'a sandbox of AWS has no Kubernetes API' };
    const controlPlane = controlPlaneIn(nodes);
    const { endpoint, certificateAuthority = '' } = controlPlane?.outputs ?? {};
    if (!endpoint) return { state: 'unchecked', why: 'the control plane has no endpoint' };
    const { region } = owner;
    const token = await access.run(region, signal, async ({ sts }) => {
      const { url } = sts.config.endpointProvider({ Region: region });
      return eksToken({
        cluster: clusterName(owner),
        region,
        host: url.host,
        credentials: await sts.config.credentials(),
        now: new Date(clock()),
      });
    });
    const expected = {
      groupLabel: GROUP_LABEL,
      // An autoscaler may have made the groups smaller.
      minNodes: nodeGroups.reduce((sum, { minSize }) => sum + minSize, 0),
      mustAnswer: false,
    };
    const reached = { endpoint, certificateAuthority, credential: { token } };
    return checkHealth(reached, expected, signal);
  };
}
