/** The clusters and node groups of one region of an account: what moto does not remember of them. */
import type { Call } from '../proxy/call.ts';

export interface StoredResource {
  kind: 'cluster' | 'nodegroup';
  cluster: string;
  /** Ids of the subnets and security groups that a cluster uses. */
  uses: readonly string[];
  /** The current Kubernetes version. */
  version: string;
  /** The last upgrade of the control plane, which EKS takes back for seven days. */
  upgrade?: { from: string; endedAt: number };
  /** The current tags. moto does not change tags of node groups. */
  tags: Record<string, string>;
  /** Fields of the description that moto lacks, and later changes. */
  fields: Record<string, unknown>;
  /** What EKS adds to `resourcesVpcConfig`: the network, and the security group that it makes. */
  network: { vpcId?: string; clusterSecurityGroupId?: string };
  deletion?: Call;
}

export const nodeGroupKey = (cluster: string, name: string): string =>
  `nodegroup ${cluster}/${name}`;
export const clusterKey = (name: string): string => `cluster ${name}`;

export function createResources() {
  const stored = new Map<string, StoredResource>();
  return {
    stored,
    nodeGroupsOf: (cluster: string): [string, StoredResource][] =>
      [...stored].filter(([, it]) => it.kind === 'nodegroup' && it.cluster === cluster),
  };
}
export type Resources = ReturnType<typeof createResources>;
