/** The launch templates and node groups in the plan of a cluster. */
import { DEFAULT_AMI_FAMILY, LATEST } from '../../../contract/providers/aws-node-group.ts';
import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import {
  CONTROL_PLANE,
  nodeGroupProperties,
  type NetworkPlacement,
} from '../../kubernetes/cluster-layout.ts';
import type { AwsRow } from './rows.ts';
import { nodeGroupDeadlineSeconds } from './timing.ts';

export function launchTemplateRow(group: NodeGroup): AwsRow {
  return { type: 'launch_template', name: group.name, properties: launchSettings(group) };
}

/** What a launch template sets on instances. A default is absent, so that naming it changes nothing. */
function launchSettings({ diskGiB, aws = {} }: NodeGroup) {
  const { amiFamily, maxPods, diskType, diskIops, diskThroughput, diskKeyArn } = aws;
  return {
    diskGiB,
    amiFamily: amiFamily === DEFAULT_AMI_FAMILY ? undefined : amiFamily,
    maxPods,
    diskType: diskType === 'gp3' ? undefined : diskType,
    diskIops,
    diskThroughput,
    diskKeyArn,
  };
}

/** @param addons the keys of the add-ons that run on every node */
export function nodeGroupRow(
  spec: ClusterSpec,
  group: NodeGroup,
  placement: NetworkPlacement,
  addons: readonly string[],
): AwsRow {
  const { name, release, aws: { zones, nodeRepair } = {} } = group;
  return {
    type: 'node_group',
    name,
    needs: [
      CONTROL_PLANE,
      'iam_role/node',
      'access_entry/nodes',
      `launch_template/${name}`,
      ...addons,
      ...placement.privateSubnets,
      ...placement.privateRoutes,
    ],
    deadlineSeconds: nodeGroupDeadlineSeconds(group),
    properties: {
      ...nodeGroupProperties(spec, group),
      ...launchSettings(group),
      releaseVersion: release === LATEST ? undefined : release,
      zones,
      nodeRepair,
      privateSubnetIds: placement.existing?.privateSubnetIds,
    },
  };
}
