import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import { nodeKey } from '../../identity.ts';
import {
  addonRows,
  CLUSTER_SECURITY_GROUP,
  CONTROL_PLANE,
  hasStorage,
  INTERRUPTION_EVENTS,
  INTERRUPTION_QUEUE,
  nodeGroupProperties,
  placementOf,
  SERVICE_ACCOUNTS,
  type NetworkPlacement,
} from '../../kubernetes/cluster-layout.ts';
import type { ClusterNetwork, Owner } from '../../provider.ts';
import { networkRows } from './network-plan.ts';
import type { SimulatedRow } from './rows.ts';

/**
 * Returns the plan of a cluster as a table of rows. It includes a network, unless the cluster is placed in
 * an existing one.
 */
export function clusterRows(
  { region }: Pick<Owner, 'region'>,
  spec: ClusterSpec,
  network: ClusterNetwork,
): SimulatedRow[] {
  const placement = placementOf(network);
  const { own, existing } = placement;
  const { beforeNodes, afterNodes } = addonRows(spec);
  const addonKeys = beforeNodes.map(nodeKey);
  const nodeGroups = spec.nodeGroups.map((group) => nodeGroup(spec, group, placement, addonKeys));
  const nodeGroupKeys = nodeGroups.map(nodeKey);

  return [
    ...(own === undefined ? [] : networkRows(region, own)),
    { type: 'iam_role', name: 'cluster' },
    { type: 'iam_role', name: 'node' },
    {
      type: 'security_group',
      name: 'cluster',
      needs: placement.vpc,
      properties: { outsideIds: existing && [existing.vpcId] },
    },
    {
      type: 'control_plane',
      name: 'main',
      needs: ['iam_role/cluster', CLUSTER_SECURITY_GROUP, ...placement.subnets],
      properties: {
        kubernetesVersion: spec.kubernetesVersion,
        outsideIds: existing && [...existing.publicSubnetIds, ...existing.privateSubnetIds],
      },
    },
    { type: 'oidc_provider', name: 'main', needs: [CONTROL_PLANE] },
    { type: 'access_entry', name: 'admin', needs: [CONTROL_PLANE] },
    { type: 'access_entry', name: 'nodes', needs: [CONTROL_PLANE, 'iam_role/node'] },
    ...beforeNodes,
    ...spec.nodeGroups.map(({ name, diskGiB }): SimulatedRow => ({
      type: 'launch_template',
      name,
      needs: [CLUSTER_SECURITY_GROUP],
      properties: { diskGiB },
    })),
    ...nodeGroups,
    ...(hasStorage(spec) ? storageRows() : []),
    ...afterNodes.map((row) => ({ ...row, waitsFor: nodeGroupKeys })),
    ...(spec.karpenter ? karpenterRows() : []),
  ];
}

/** The resource of a node group refers to no add-on and no route, so that these can change while it stays. */
function nodeGroup(
  spec: ClusterSpec,
  group: NodeGroup,
  placement: NetworkPlacement,
  addons: readonly string[],
): SimulatedRow {
  return {
    type: 'node_group',
    name: group.name,
    needs: [
      CONTROL_PLANE,
      'iam_role/node',
      `launch_template/${group.name}`,
      ...placement.privateSubnets,
    ],
    waitsFor: ['access_entry/nodes', ...addons, ...placement.privateRoutes],
    properties: {
      ...nodeGroupProperties(spec, group),
      outsideIds: placement.existing?.privateSubnetIds,
    },
  };
}

function storageRows(): SimulatedRow[] {
  return [
    { type: 'iam_role', name: 'ebs-csi' },
    {
      type: 'pod_identity_association',
      name: 'ebs-csi',
      needs: [CONTROL_PLANE, 'iam_role/ebs-csi'],
      properties: SERVICE_ACCOUNTS.storage,
    },
  ];
}

/** The nodes that Karpenter needs to add instances, and to learn which instances the cloud will take away. */
function karpenterRows(): SimulatedRow[] {
  return [
    { type: 'iam_role', name: 'karpenter-node' },
    { type: 'iam_role', name: 'karpenter-controller' },
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
    { type: 'queue', name: 'karpenter-interruption' },
    ...INTERRUPTION_EVENTS.map(([name, , detailType]): SimulatedRow => ({
      type: 'event_rule',
      name: `karpenter-${name}`,
      needs: [INTERRUPTION_QUEUE],
      properties: { detailType },
    })),
  ];
}
