import { ProviderError } from '../../provider.ts';
import type { Aws } from '../client/access.ts';

/** EKS places the network interfaces of a control plane in at least two zones. */
export const MIN_ZONES = 2;
/** Zones without control planes of EKS, by their id, which is the same in every account. */
const WITHOUT_EKS: ReadonlySet<string> = new Set(['use1-az3', 'usw1-az2', 'cac1-az3']);

/** The names of a region's zones with EKS, sorted. */
export async function zonesOf({ ec2 }: Pick<Aws, 'ec2'>): Promise<string[]> {
  const { AvailabilityZones = [] } = await ec2.describeAvailabilityZones({
    Filters: [
      { Name: 'zone-type', Values: ['availability-zone'] },
      { Name: 'state', Values: ['available'] },
    ],
  });
  return AvailabilityZones.flatMap(({ ZoneName, ZoneId = '' }) =>
    ZoneName === undefined || WITHOUT_EKS.has(ZoneId) ? [] : [ZoneName],
  ).toSorted();
}

/**
 * Returns the name of one of the region's zones with EKS. Throws a ProviderError with the code
 * `too_few_zones` when there is none at this index.
 *
 * @param index from 0
 */
export async function zoneAt(aws: Pick<Aws, 'ec2' | 'region'>, index: number): Promise<string> {
  const zones = await zonesOf(aws);
  const zone = zones[index];
  if (zone !== undefined) return zone;
  throw new ProviderError({
    code: 'too_few_zones',
    errorType: 'validation',
    publicMessage: `${aws.region} has ${zones.length} Availability Zones with EKS, and the network needs more`,
    retryable: false,
  });
}
