/** The AWS calls that change something during a cluster's life, grouped by create, update and delete. */
import { expect } from 'vitest';
import type { RecordedCall } from '../../../sandboxes/aws/sandbox.ts';
import type { FaultWish } from './sandbox.ts';

/** Matches the actions that change nothing. */
export const READS = /^(Describe|List|Get)/;

/** The calls that complete a node after its create. The create itself is recognized by its tags. */
export const COMPLETING = [
  'AssociateRouteTable',
  'AttachInternetGateway',
  'AttachRolePolicy',
  'CreateRoute',
  'CreateTags',
  'ModifySubnetAttribute',
  'ModifyVpcAttribute',
  'PutRetentionPolicy',
  'PutRolePolicy',
  'PutTargets',
];
export const UPDATING = [
  'CreateLaunchTemplate',
  'CreateNodegroup',
  'CreateTags',
  'TagOpenIDConnectProvider',
  'TagQueue',
  'TagResource',
  'TagRole',
  'UpdateAddon',
  'UpdateClusterVersion',
  'UpdateNodegroupConfig',
  'UpdateNodegroupVersion',
];
/** The cluster before CHANGE, with everything that a cluster can have. */
export const BEFORE_CHANGE = { kubernetesVersion: '1.33', karpenter: true };
/** A change of a cluster in AWS that makes every call of UPDATING, with the nodes that it adds. */
export const CHANGE = {
  patch: {
    kubernetesVersion: '1.34',
    tags: { team: 'blue' },
    nodeGroups: [
      { name: 'default', desiredSize: 3 },
      { name: 'spot', capacityType: 'spot' },
    ],
  },
  adds: ['launch_template/spot', 'node_group/spot'],
};
export const DELETING = [
  'DeleteAccessEntry',
  'DeleteAddon',
  'DeleteCluster',
  'DeleteInternetGateway',
  'DeleteLaunchTemplate',
  'DeleteLogGroup',
  'DeleteNatGateway',
  'DeleteNodegroup',
  'DeleteOpenIDConnectProvider',
  'DeletePodIdentityAssociation',
  'DeleteQueue',
  'DeleteRole',
  'DeleteRolePolicy',
  'DeleteRouteTable',
  'DeleteRule',
  'DeleteSecurityGroup',
  'DeleteSubnet',
  'DeleteTags',
  'DeleteVpc',
  'DeleteVpcEndpoints',
  'DetachInternetGateway',
  'DetachRolePolicy',
  'DisassociateRouteTable',
  'ReleaseAddress',
  'RemoveTargets',
];

/** Faults that hit the first call of each of these actions. */
export function firstOfEach(kind: FaultWish['kind'], actions: readonly string[]): FaultWish[] {
  return actions.map((action) => ({ kind, action: `^${action}$` }));
}

/** Fails when a call changed something and is neither one of these actions nor the create of a node. */
export function expectOnly(actions: readonly string[], calls: readonly RecordedCall[]): void {
  const changing = calls.filter(({ action, node }) => node === undefined && !READS.test(action));
  const others = changing.map(({ action }) => action).filter((it) => !actions.includes(it));
  expect([...new Set(others)]).toEqual([]);
}
