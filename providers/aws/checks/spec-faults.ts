import { clusterFaults } from '../../kubernetes/checks.ts';
import { versionFaults } from '../../kubernetes/versions.ts';
import type { OfferedResource } from '../../kubernetes/offered.ts';
import type { Owner } from '../../provider.ts';
import { accessFaults } from './access.ts';
import { addonFaults } from '../addon-versions.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Aws } from '../client/access.ts';
import { KINDS } from '../kinds/kinds.ts';
import { MIN_ZONES, zonesOf } from '../plan/zones.ts';
import type { Versions } from '../versions.ts';
import { existingVpcFaults } from './existing-vpc.ts';
import { nodeGroupFaults } from './node-groups.ts';

/** Returns all reasons why AWS cannot have the resource, by the path of the field. */
export async function specFaults(
  aws: Aws,
  owner: Owner,
  resource: OfferedResource,
  { catalogue, versions }: { catalogue: Catalogue; versions: Versions },
): Promise<Record<string, string>> {
  const { region } = owner;
  if (resource.resourceType === 'network') {
    const zones = await zonesOf(aws);
    return resource.spec.availabilityZoneCount <= zones.length
      ? {}
      : { availabilityZoneCount: `${region} has ${zones.length} zones with EKS` };
  }
  const { spec, network } = resource;
  const [control] = await KINDS.control_plane.list(aws, owner);
  const current = control?.outputs['version'];
  const vpc = spec.aws?.vpc;
  const types = await catalogue.of(aws);
  const isNew = control === undefined;
  return {
    ...versionFaults(spec, current, await versions.of(aws)),
    ...(await addonFaults(aws, spec, spec.kubernetesVersion ?? current)),
    ...(await accessFaults(aws, owner, spec)),
    ...(await nodeGroupFaults(aws, { spec, network }, types)),
    ...clusterFaults(spec, network, {
      region,
      catalogue: types,
      isOffered: () => true,
      minZones: MIN_ZONES,
    }),
    ...(vpc && (await existingVpcFaults(aws, vpc, { spec, isNew }))),
  };
}
