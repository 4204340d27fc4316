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
import type { ClusterNetwork, JsonObject, Owner } from '../../provider.ts';
import { credentialCommand } from './credential.ts';
import { clusterFaults } from '../../kubernetes/checks.ts';
import { clusterOutputs, networkOutputs } from '../../kubernetes/outputs.ts';
import { versionFaults } from '../../kubernetes/versions.ts';
import {
  isOffered,
  type NodeTypes,
  type NoProperties,
  type Outside,
  type RowOf,
  type SimulatedKind,
} from './kind.ts';
import { NETWORK_NODE_TYPES, networkRows, type NetworkNodes } from './network-plan.ts';

/** The properties of each type of node in a cluster, and in a network of its own. */
interface ClusterNodes extends NetworkNodes {
  iam_role: NoProperties;
  control_plane: {
    kubernetesVersion?: string | undefined;
    upgradePolicy?: string | undefined;
  } & Outside;
  oidc_provider: NoProperties;
  access_entry: NoProperties;
  addon: { version?: string | undefined; configuration?: JsonObject | undefined };
  launch_template: { diskGiB: number };
  node_group: ReturnType<typeof nodeGroupProperties> & Outside;
  pod_identity_association: { namespace: string; serviceAccount: string };
  queue: NoProperties;
  event_rule: { detailType: string };
}
type ClusterRow = RowOf<ClusterNodes>;

const NODE_TYPES: NodeTypes<ClusterNodes> = {
  ...NETWORK_NODE_TYPES,
  iam_role: {},
  control_plane: { readyMs: 14_000, fixed: ['outsideIds'] },
  oidc_provider: {},
  access_entry: {},
  addon: { readyMs: 3_000 },
  launch_template: {},
  node_group: {
    readyMs: 9_000,
    fixed: ['instanceTypes', 'capacityType', 'diskGiB', 'outsideIds'],
    createdBeside: true,
  },
  pod_identity_association: {},
  queue: {},
  event_rule: {},
};

export const cluster: SimulatedKind<'cluster'> = {
  nodeTypes: NODE_TYPES,

  rows: (owner, { spec, network }) => clusterRows(owner, spec, network),

  outputs({ resourceId: name }, { spec, network }, nodes, cloudUrl) {
    return clusterOutputs(nodes, {
      name,
      kubernetesVersion: spec.kubernetesVersion,
      network: network.own ? networkOutputs(nodes) : network.outputs,
      credential: credentialCommand(name, nodes, cloudUrl),
    });
  },

  async faults({ region }, { spec, network }, { instanceTypes, versions, currentVersion }) {
    const catalogue = await instanceTypes();
    const offered = new Set(
      catalogue.filter((type) => isOffered(type, region)).map((type) => type.instanceType),
    );
    return {
      ...versionFaults(spec, await currentVersion(), versions),
      ...clusterFaults(spec, network, {
        region,
        catalogue,
        isOffered: (type) => offered.has(type.instanceType),
        minZones: 1,
      }),
    };
  },
};

/**
 * Returns the plan of a cluster as a table of rows. It includes a network, unless the cluster is placed in
 * an existing one.
 */
export function clusterRows(
  { region }: Pick<Owner, 'region'>,
  spec: ClusterSpec,
  network: ClusterNetwork,
): ClusterRow[] {
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
        upgradePolicy: spec.upgradePolicy,
        outsideIds: existing && [...existing.publicSubnetIds, ...existing.privateSubnetIds],
      },
    },
    { type: 'oidc_provider', name: 'main', needs: [CONTROL_PLANE] },
    { type: 'access_entry', name: 'admin', needs: [CONTROL_PLANE] },
    { type: 'access_entry', name: 'nodes', needs: [CONTROL_PLANE, 'iam_role/node'] },
    ...beforeNodes,
    ...spec.nodeGroups.map(({ name, diskGiB }): ClusterRow => ({
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
): ClusterRow {
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

function storageRows(): ClusterRow[] {
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
function karpenterRows(): ClusterRow[] {
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
    ...INTERRUPTION_EVENTS.map(([name, , detailType]): ClusterRow => ({
      type: 'event_rule',
      name: `karpenter-${name}`,
      needs: [INTERRUPTION_QUEUE],
      properties: { detailType },
    })),
  ];
}
