/**
 * Resources that controllers in a cluster created and that would outlive the cluster: instances and launch
 * templates of Karpenter, load balancers, volumes, network interfaces and security groups.
 *
 * The tags of those controllers contain the name of a cluster, and other clusters can have or have had the
 * same name. A resource therefore counts only if it is also in the cluster's VPC, and not older than the
 * cluster where AWS tells its age.
 */
import type { Owner, PlannedNode } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { unlessMissing } from '../client/eks.ts';
import { IN_USE_CODES, isDenied, isGone, vendorCode } from '../client/errors.ts';
import { clusterName } from '../plan/names.ts';
import { instancesOf, interfacesOf, launchTemplatesOf } from './compute.ts';
import { makerOf, type Leftover, type LeftoverScope } from './leftover.ts';
import { loadBalancersOf } from './load-balancers.ts';
import { securityGroupsOf } from './security-groups.ts';
import { volumesOf } from './volumes.ts';

/**
 * Takes one step of the cleanup before the deletion of a control plane: requests every deletion that is
 * possible now. Resolves to descriptions of the remaining resources, each with its type, its id and its
 * creator.
 *
 * The rollback of a create deletes only instances and their interfaces, which would block it. Whatever else
 * carries the tags was not requested from this operation.
 */
export async function sweep(
  aws: Aws,
  owner: Owner,
  { operation, properties }: Pick<PlannedNode, 'operation' | 'properties'>,
): Promise<string[]> {
  const scope = await scopeOf(aws, clusterName(owner));
  if (scope === undefined) return [];
  const isWanted = operation === 'delete';
  const lists = [
    instancesOf(aws, scope),
    launchTemplatesOf(aws, scope),
    interfacesOf(aws, scope),
    ...(isWanted ? [loadBalancersOf(aws, scope), securityGroupsOf(aws, scope)] : []),
    ...(isWanted && properties['volumes'] === 'delete' ? [volumesOf(aws, scope)] : []),
  ];
  const words: string[] = [];
  for (const leftover of (await Promise.all(lists)).flat()) words.push(await request(leftover));
  return words;
}

/** Resolves to undefined if EKS does not know the cluster, or not enough of it to recognize what it made. */
async function scopeOf({ eks }: Aws, cluster: string): Promise<LeftoverScope | undefined> {
  const seen = await unlessMissing(eks.describeCluster({ name: cluster }));
  const { createdAt, resourcesVpcConfig: { vpcId, clusterSecurityGroupId } = {} } =
    seen?.cluster ?? {};
  if (createdAt === undefined || vpcId === undefined || vpcId === '') return undefined;
  return { cluster, vpcId, clusterSecurityGroupId, createdAt };
}

async function request({ id, type, tags, remove }: Leftover): Promise<string> {
  const named = `${type} ${id} (made by ${makerOf(tags)} in the cluster)`;
  try {
    await remove?.();
    return named;
  } catch (error) {
    if (isGone(error)) return named;
    if (isDenied(error)) return `${named}, which the credentials may not delete`;
    if (!IN_USE_CODES.has(vendorCode(error) ?? '')) throw error;
    return `${named}, which is in use`;
  }
}
