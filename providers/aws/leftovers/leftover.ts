/** A resource that something inside a cluster created. */
export interface Leftover {
  id: string;
  type: string;
  tags: Record<string, string>;
  /** Requests the deletion of this resource; absent while it is being deleted or another leftover uses it. */
  remove?: () => Promise<unknown>;
}

/** The cluster whose leftovers are wanted. A name alone does not identify a cluster: others may have had it. */
export interface LeftoverScope {
  cluster: string;
  vpcId: string;
  /** The group that EKS created for the cluster's nodes. */
  clusterSecurityGroupId?: string | undefined;
  createdAt: Date;
}

/** Returns true if the resource was created after the cluster. A resource without a time does not count. */
export function isNewer(
  { createdAt }: Pick<LeftoverScope, 'createdAt'>,
  time: Date | undefined,
): boolean {
  return time !== undefined && time.getTime() >= createdAt.getTime();
}

/** The filter for tags with which controllers mark the resources of a cluster as theirs. */
export function ownedFilter(cluster: string): { Name: string; Values: string[] } {
  return { Name: `tag:kubernetes.io/cluster/${cluster}`, Values: ['owned'] };
}

/** Returns the controller or the Kubernetes object that created a resource, from the resource's tags. */
export function makerOf(tags: Record<string, string>): string {
  if (Object.keys(tags).some((key) => key.startsWith('karpenter.'))) return 'Karpenter';
  const service = tags['kubernetes.io/service-name'] ?? tags['service.k8s.aws/stack'];
  if (service !== undefined) return `the service ${service}`;
  const ingress = tags['ingress.k8s.aws/stack'];
  if (ingress !== undefined) return `the ingress ${ingress}`;
  const claim = tags['kubernetes.io/created-for/pvc/name'];
  if (claim === undefined) return 'a controller';
  const namespace = tags['kubernetes.io/created-for/pvc/namespace'];
  return `the volume claim ${namespace === undefined ? '' : `${namespace}/`}${claim}`;
}
