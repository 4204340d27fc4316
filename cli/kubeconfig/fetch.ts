import type { Session } from '../session/session.ts';

/** Returns the kubeconfig of a cluster as the API returns it, which is YAML. */
export function fetchKubeconfig(
  { dataOf, slipway }: Pick<Session, 'dataOf' | 'slipway'>,
  clusterId: string,
): Promise<string> {
  const params = { path: { clusterId } };
  return dataOf(slipway.api.GET('/clusters/{clusterId}/kubeconfig', { params, parseAs: 'text' }));
}
