/**
 * What services of AWS put into a VPC by themselves, and leave there: the endpoint of GuardDuty with its security
 * group, and the security group that EKS makes for a cluster.
 */
import type { Aws } from '../client/access.ts';
import { IN_USE_CODES, isGone, vendorCode } from '../client/errors.ts';

const OF_GUARDDUTY = { Name: 'tag:GuardDutyManaged', Values: ['true'] };
const OF_EKS = { Name: 'tag-key', Values: ['aws:eks:cluster-name'] };

/**
 * Deletes a subnet or a VPC. If it is in use, requests the deletion of what AWS's services have left in the VPC.
 * Resolves to what the deletion waits for.
 *
 * @param vpcId the VPC, which is Slipway's own; undefined if it is not known
 */
export async function deleteWithManaged(
  aws: Pick<Aws, 'ec2'>,
  vpcId: () => Promise<string | undefined>,
  remove: () => Promise<unknown>,
): Promise<string[]> {
  try {
    await remove();
    return [];
  } catch (error) {
    if (!isInUse(error)) throw error;
    const id = await vpcId();
    const waits = id === undefined ? [] : await removeManaged(aws, id);
    if (waits.length === 0) throw error;
    return waits;
  }
}

async function removeManaged({ ec2 }: Pick<Aws, 'ec2'>, vpcId: string): Promise<string[]> {
  const inVpc = { Name: 'vpc-id', Values: [vpcId] };
  const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({ Filters: [inVpc, OF_GUARDDUTY] });
  const present = VpcEndpoints.filter(({ State = '' }) => State.toLowerCase() !== 'deleted');
  const ids = present
    .filter(({ State = '' }) => State.toLowerCase() !== 'deleting')
    .map(({ VpcEndpointId = '' }) => VpcEndpointId);
  if (ids.length > 0) await ec2.deleteVpcEndpoints({ VpcEndpointIds: ids });
  // The group of an endpoint is in use until the endpoint is gone.
  if (present.length > 0) {
    return present.map(({ VpcEndpointId }) => `the endpoint ${VpcEndpointId} of GuardDuty`);
  }
  const groups = [
    ...(await groupsWith(ec2, inVpc, OF_GUARDDUTY, 'GuardDuty')),
    ...(await groupsWith(ec2, inVpc, OF_EKS, 'EKS')),
  ];
  const removed = await Promise.all(groups.map(({ id, words }) => removeGroup(ec2, id, words)));
  return removed.flat();
}

type Filter = { Name: string; Values: string[] };

async function groupsWith(ec2: Aws['ec2'], inVpc: Filter, filter: Filter, maker: string) {
  const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ Filters: [inVpc, filter] });
  return SecurityGroups.map(({ GroupId: id = '' }) => ({
    id,
    words: `the security group ${id} of ${maker}`,
  }));
}

/** A group that something else still uses is no reason to wait: the blockers of the VPC say what it is. */
async function removeGroup(ec2: Aws['ec2'], GroupId: string, words: string): Promise<string[]> {
  try {
    await ec2.deleteSecurityGroup({ GroupId });
    return [words];
  } catch (error) {
    if (isGone(error)) return [words];
    if (isInUse(error)) return [];
    throw error;
  }
}

function isInUse(error: unknown): boolean {
  return IN_USE_CODES.has(vendorCode(error) ?? '');
}
