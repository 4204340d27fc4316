/** The roles of EKS Auto Mode. EKS makes the access entry of its nodes' role by itself. */
import { AUTO_NODE } from '../names.ts';
import { policy, role } from './roles.ts';
import type { AwsRow } from '../rows.ts';

/** What EKS needs beside its usual policy to run instances, volumes, load balancers and networks. */
const AUTO_MODE_POLICIES = [
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
];

/** @param pools the node pools of EKS; undefined without Auto Mode */
export function clusterPolicies(pools: readonly string[] | undefined): string[] {
  const names = ['AmazonEKSClusterPolicy', ...(pools === undefined ? [] : AUTO_MODE_POLICIES)];
  return names.map(policy);
}

/** The role of the instances that EKS runs. */
export function autoNodeRole(): AwsRow {
  return role(AUTO_NODE, 'ec2.amazonaws.com', [
    policy('AmazonEKSWorkerNodeMinimalPolicy'),
    policy('AmazonEC2ContainerRegistryPullOnly'),
  ]);
}
