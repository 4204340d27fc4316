import type { ClusterSpec } from '../../../contract/resources/cluster.ts';
import { autoModePools } from '../../../contract/providers/aws-settings/auto-mode.ts';
import { nodeKey } from '../../identity.ts';
import {
  addonRows,
  CLUSTER_SECURITY_GROUP,
  CONTROL_PLANE,
  hasStorage,
  INTERRUPTION_EVENTS,
  INTERRUPTION_QUEUE,
  placementOf,
  SERVICE_ACCOUNTS,
  STORAGE_ADDON,
  type NetworkPlacement,
} from '../../kubernetes/cluster-layout.ts';
import type { ClusterNetwork } from '../../provider.ts';
import { accessRows } from './identity/access-rows.ts';
import { networkRows } from './network-plan.ts';
import { launchTemplateRow, nodeGroupRow } from './node-group-rows.ts';
import { networkOf } from './placement.ts';
import { autoNodeRole, clusterPolicies } from './identity/auto-mode.ts';
import { AUTO_NODE_ROLE } from './names.ts';
import { podIdentityRows } from './identity/pod-identity-rows.ts';
import { POD_IDENTITY, policy, role, withBoundary } from './identity/roles.ts';
import type { AwsRow } from './rows.ts';

const NODE_POLICIES = [
  policy('AmazonEKSWorkerNodePolicy'),
  policy('AmazonEKS_CNI_Policy'),
  policy('AmazonEC2ContainerRegistryReadOnly'),
  policy('AmazonSSMManagedInstanceCore'),
];
const LOGS = 'log_group/control-plane';

/**
 * Returns the plan of a cluster as a table of rows. It includes a network, unless the cluster is placed in
 * an existing network or VPC.
 */
export function clusterRows(spec: ClusterSpec, network: ClusterNetwork): AwsRow[] {
  const placement = placementOf(networkOf(spec, network));
  const { own, existing } = placement;
  const { beforeNodes, afterNodes } = addonRows(spec);
  const addon = (row: (typeof beforeNodes)[number], needs: readonly string[] = []): AwsRow => ({
    ...row,
    needs: [...row.needs, ...needs],
    properties: { ...addonProperties(row), kubernetesVersion: spec.kubernetesVersion },
  });
  const addonKeys = beforeNodes.map(nodeKey);
  const nodeGroups = spec.nodeGroups.map((group) =>
    nodeGroupRow(spec, group, placement, addonKeys),
  );
  const nodeGroupKeys = nodeGroups.map(nodeKey);
  const hasNodeGroups = nodeGroups.length > 0;
  const autoPools = autoModePools(spec.aws?.autoMode);
  const nodeAccess: AwsRow = {
    type: 'access_entry',
    name: 'nodes',
    needs: [CONTROL_PLANE, 'iam_role/node'],
  };

  const rows: AwsRow[] = [
    ...(own === undefined ? [] : networkRows(own)),
    role('cluster', 'eks.amazonaws.com', clusterPolicies(autoPools)),
    ...(autoPools === undefined ? [] : [autoNodeRole()]),
    ...(hasNodeGroups ? [role('node', 'ec2.amazonaws.com', NODE_POLICIES)] : []),
    // EKS would make the group with the first log, and logs stay when they are turned off.
    {
      type: 'log_group',
      name: 'control-plane',
      properties: {
        retentionDays: spec.aws?.logRetentionDays,
        onDelete: spec.onDelete?.logs,
      },
    },
    {
      type: 'security_group',
      name: 'cluster',
      needs: placement.vpc,
      properties: { vpcId: existing?.vpcId },
    },
    {
      type: 'control_plane',
      name: 'main',
      needs: [
        'iam_role/cluster',
        ...(autoPools === undefined ? [] : [AUTO_NODE_ROLE]),
        LOGS,
        CLUSTER_SECURITY_GROUP,
        ...placement.subnets,
      ],
      properties: {
        kubernetesVersion: spec.kubernetesVersion,
        upgradePolicy: spec.upgradePolicy,
        deletionProtection: spec.deletionProtection,
        endpointAccess: spec.aws?.endpointAccess,
        publicAccessCidrs: spec.aws?.publicAccessCidrs,
        logTypes: spec.aws?.logTypes,
        encryptionKeyArn: spec.aws?.encryptionKeyArn,
        autoModePools: autoPools,
        volumes: spec.onDelete?.volumes,
        subnetIds: existing && [...existing.publicSubnetIds, ...existing.privateSubnetIds],
      },
    },
    { type: 'oidc_provider', name: 'main', needs: [CONTROL_PLANE] },
    ...(hasNodeGroups ? [nodeAccess] : []),
    ...accessRows(spec.aws?.accessEntries),
    ...beforeNodes.map((row) => addon(row)),
    ...spec.nodeGroups.map(launchTemplateRow),
    ...nodeGroups,
    ...(hasStorage(spec) ? storageRows() : []),
    ...afterNodes.map((row) => addon(row, nodeGroupKeys)),
    ...(spec.karpenter ? karpenterRows(placement) : []),
    ...podIdentityRows(spec.aws?.podIdentities),
  ];
  return withBoundary(rows, spec.aws?.iam?.permissionsBoundary);
}

/** The driver of EBS volumes also makes the StorageClass that claims without one get. */
function addonProperties({ name, properties }: ReturnType<typeof addonRows>['afterNodes'][number]) {
  if (name !== STORAGE_ADDON) return properties;
  const configuration = { defaultStorageClass: { enabled: true }, ...properties.configuration };
  return { ...properties, configuration };
}

function storageRows(): AwsRow[] {
  return [
    role('ebs-csi', POD_IDENTITY, [policy('service-role/AmazonEBSCSIDriverPolicy')]),
    {
      type: 'pod_identity_association',
      name: 'ebs-csi',
      needs: [CONTROL_PLANE, 'iam_role/ebs-csi'],
      properties: SERVICE_ACCOUNTS.storage,
    },
  ];
}

/** The nodes that Karpenter needs to add instances, and to learn which instances AWS will take away. */
function karpenterRows({ existing, privateSubnets }: NetworkPlacement): AwsRow[] {
  return [
    {
      type: 'discovery_tags',
      name: 'karpenter',
      needs: [CONTROL_PLANE, ...privateSubnets],
      properties: { subnetIds: existing?.privateSubnetIds },
    },
    { type: 'queue', name: 'karpenter-interruption' },
    ...INTERRUPTION_EVENTS.map(([name, source, detailType]): AwsRow => ({
      type: 'event_rule',
      name: `karpenter-${name}`,
      needs: [INTERRUPTION_QUEUE],
      properties: { source, detailType },
    })),
    role('karpenter-node', 'ec2.amazonaws.com', NODE_POLICIES),
    role('karpenter-controller', POD_IDENTITY, [], {
      needs: [INTERRUPTION_QUEUE, 'iam_role/karpenter-node'],
      inlinePolicy: 'karpenter',
    }),
    {
      type: 'access_entry',
      name: 'karpenter-nodes',
      needs: [CONTROL_PLANE, 'iam_role/karpenter-node'],
    },
    {
      type: 'pod_identity_association',
      name: 'karpenter',
      needs: [CONTROL_PLANE, 'iam_role/karpenter-controller'],
      properties: SERVICE_ACCOUNTS.karpenter,
    },
  ];
}
