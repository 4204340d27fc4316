import { createChange } from '../../change.ts';
import { LAUNCH_PROPERTIES } from '../kinds/cluster/launch-template.ts';
import type { KindName } from '../kinds/kinds.ts';

/** What a launch template sets, and with it the group that uses it. */
const LAUNCH_SETTINGS = Object.keys(LAUNCH_PROPERTIES);

const FIXED: Partial<Record<KindName, readonly string[]>> = {
  vpc: ['cidr'],
  subnet: ['cidr', 'zone', 'access'],
  security_group: ['vpcId'],
  flow_log: ['bucketArn'],
  control_plane: ['subnetIds'],
  launch_template: LAUNCH_SETTINGS,
  node_group: ['instanceTypes', 'capacityType', 'privateSubnetIds', 'zones', ...LAUNCH_SETTINGS],
  access_entry: ['principalArn'],
  pod_identity_association: ['namespace', 'serviceAccount'],
};

/**
 * Launch templates and node groups have the generation in their names, so two generations can exist at
 * once.
 */
export const comparison = createChange({
  fixed: FIXED,
  createdBeside: new Set<string>(['launch_template', 'node_group'] satisfies KindName[]),
});
