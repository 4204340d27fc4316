/** What it takes to turn one state of a node into another. */
import { isDeepStrictEqual } from 'node:util';
import type { Change, PlannedNode } from '../../provider.ts';
import type { KindName } from '../kinds/index.ts';

/** Properties that AWS sets once. */
const FIXED: Partial<Record<KindName, readonly string[]>> = {
  vpc: ['cidr'],
  subnet: ['cidr', 'zone', 'access'],
  security_group: ['vpcId'],
  flow_log: ['bucketArn'],
  control_plane: ['subnetIds'],
  launch_template: ['diskGiB'],
  node_group: ['instanceTypes', 'capacityType', 'diskGiB', 'privateSubnetIds'],
  pod_identity_association: ['namespace', 'serviceAccount'],
};
/** Their names have the generation in them, so two can be there for a while. */
const MADE_BESIDE: ReadonlySet<string> = new Set(['launch_template', 'node_group']);
const fixedOf: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(FIXED));

type Planned = Pick<PlannedNode, 'type' | 'properties'>;

export function changeBetween(before: Planned, after: Planned): Change {
  const differs = (key: string) =>
    !isDeepStrictEqual(before.properties[key], after.properties[key]);
  if ((fixedOf.get(after.type) ?? []).some(differs)) {
    return MADE_BESIDE.has(after.type) ? 'create_then_delete' : 'delete_then_create';
  }
  return isDeepStrictEqual(before.properties, after.properties) ? 'same' : 'update';
}
