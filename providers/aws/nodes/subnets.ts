import { ProviderError } from '../../provider.ts';
import type { Aws } from '../client/access.ts';
import { zonesWith } from './instance-facts.ts';

/**
 * Returns those of the subnets in which nodes of the group can start: their zone offers all instance types, and is
 * one of the wanted zones if there are any. Throws when there is none.
 */
export async function subnetsFor(
  aws: Pick<Aws, 'ec2'>,
  subnetIds: readonly string[],
  group: { instanceTypes: readonly string[]; zones?: readonly string[] | undefined },
): Promise<string[]> {
  const { instanceTypes, zones } = group;
  const [{ Subnets = [] }, offering] = await Promise.all([
    aws.ec2.describeSubnets({ SubnetIds: [...subnetIds] }),
    zonesWith(aws, instanceTypes),
  ]);
  const zoneOf = new Map(
    Subnets.map(({ SubnetId = '', AvailabilityZone = '' }) => [SubnetId, AvailabilityZone]),
  );
  const suitable = subnetIds.filter((id) => {
    const zone = zoneOf.get(id) ?? '';
    return offering.includes(zone) && zones?.includes(zone) !== false;
  });
  if (suitable.length > 0) return suitable;
  throw new ProviderError({
    code: 'instance_types_not_offered',
    errorType: 'validation',
    publicMessage: noZoneFault(instanceTypes, offering, [...new Set(zoneOf.values())]),
    retryable: false,
  });
}

/** Says where instance types are offered, and where the cluster has subnets. */
export function noZoneFault(
  instanceTypes: readonly string[],
  offering: readonly string[],
  present: readonly string[],
): string {
  const types = instanceTypes.join(' and ');
  const where = offering.length === 0 ? 'in no common zone' : `only in ${offering.join(', ')}`;
  return `AWS offers ${types} ${where}, and nodes of the cluster start in ${present.join(', ')}`;
}
