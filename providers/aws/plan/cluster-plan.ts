import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import { networkSpecSchema } from '../../../contract/resources/network.ts';
import { nodeKey } from '../../identity.ts';
import type { ClusterNetwork, JsonObject } from '../../provider.ts';
import { networkKeys, networkRows } from './network-plan.ts';
import type { PlanRow } from './plan-table.ts';

/** These run on every node, so they must be there before the first one joins. */
const ADDONS_BEFORE_NODES: ReadonlySet<string> = new Set([
  'vpc-cni',
  'kube-proxy',
  'eks-pod-identity-agent',
]);
const STORAGE_ADDON = 'aws-ebs-csi-driver';
const CONTROL_PLANE = 'control_plane/main';
const SECURITY_GROUP = 'security_group/cluster';
const QUEUE = 'queue/karpenter-interruption';
const INTERRUPTION_EVENTS = [
  ['spot-interruption', 'aws.ec2', 'EC2 Spot Instance Interruption Warning'],
  ['instance-rebalance', 'aws.ec2', 'EC2 Instance Rebalance Recommendation'],
  ['instance-state-change', 'aws.ec2', 'EC2 Instance State-change Notification'],
  ['scheduled-change', 'aws.health', 'AWS Health Event'],
] as const;

const policy = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const NODE_POLICIES = [
  policy('AmazonEKSWorkerNodePolicy'),
  policy('AmazonEKS_CNI_Policy'),
  policy('AmazonEC2ContainerRegistryReadOnly'),
  policy('AmazonSSMManagedInstanceCore'),
];
const POD_IDENTITY = 'pods.eks.amazonaws.com';

/** What the cluster stands on: nodes of its own plan, or ids of a network that was there before. */
interface Ground {
  rows: PlanRow[];
  vpc: readonly string[];
  subnets: readonly string[];
  privateSubnets: readonly string[];
  /** The way out for the nodes, which load their images from the internet. */
  privateRoutes: readonly string[];
  vpcOutside: JsonObject;
  subnetsOutside: JsonObject;
  privateSubnetsOutside: JsonObject;
}

/** A cluster as a table, with its own network where it stands on no other. */
export function clusterRows(spec: ClusterSpec, network: ClusterNetwork): PlanRow[] {
  const ground = network.own ? ownGround() : networkGround(network.outputs);
  const { endpointAccess, encryptionKeyArn } = spec.aws ?? {};
  const [before, after] = addonRows(spec);
  const beforeKeys = before.map(nodeKey);
  const nodeGroups = spec.nodeGroups.map((group) =>
    nodeGroupRow(group, spec.kubernetesVersion, ground, beforeKeys),
  );
  const nodeGroupKeys = nodeGroups.map(nodeKey);

  return [
    ...ground.rows,
    role('cluster', 'eks.amazonaws.com', [policy('AmazonEKSClusterPolicy')]),
    role('node', 'ec2.amazonaws.com', NODE_POLICIES),
    {
      type: 'security_group',
      name: 'cluster',
      needs: ground.vpc,
      properties: ground.vpcOutside,
    },
    {
      type: 'control_plane',
      name: 'main',
      needs: ['iam_role/cluster', SECURITY_GROUP, ...ground.subnets],
      properties: {
        kubernetesVersion: spec.kubernetesVersion,
        ...(endpointAccess !== undefined && { endpointAccess }),
        ...(encryptionKeyArn !== undefined && { encryptionKeyArn }),
        ...ground.subnetsOutside,
      },
    },
    { type: 'oidc_provider', name: 'main', needs: [CONTROL_PLANE] },
    { type: 'access_entry', name: 'nodes', needs: [CONTROL_PLANE, 'iam_role/node'] },
    ...before,
    ...spec.nodeGroups.map(({ name, diskGiB }): PlanRow => ({
      type: 'launch_template',
      name,
      properties: { diskGiB },
    })),
    ...nodeGroups,
    ...(spec.addons.includes(STORAGE_ADDON) ? storageRows() : []),
    ...after.map((row) => ({ ...row, needs: [...(row.needs ?? []), ...nodeGroupKeys] })),
    ...(spec.karpenter ? karpenterRows() : []),
  ];
}

function ownGround(): Ground {
  const shape = networkSpecSchema.parse({});
  const keys = networkKeys(shape.availabilityZoneCount);
  return {
    rows: networkRows(shape),
    vpc: ['vpc/main'],
    subnets: [...keys.publicSubnets, ...keys.privateSubnets],
    privateSubnets: keys.privateSubnets,
    privateRoutes: keys.privateRouteTables,
    vpcOutside: {},
    subnetsOutside: {},
    privateSubnetsOutside: {},
  };
}

function networkGround(outputs: Record<string, string>): Ground {
  const ids = (key: string) => (outputs[key] ?? '').split(',').filter((id) => id !== '');
  const privateSubnetIds = ids('privateSubnetIds');
  return {
    rows: [],
    vpc: [],
    subnets: [],
    privateSubnets: [],
    privateRoutes: [],
    vpcOutside: { vpcId: outputs['vpcId'] ?? '' },
    subnetsOutside: { subnetIds: [...ids('publicSubnetIds'), ...privateSubnetIds] },
    privateSubnetsOutside: { privateSubnetIds },
  };
}

function role(
  name: string,
  trusts: string,
  managedPolicies: readonly string[],
  more: Pick<PlanRow, 'needs'> & { inlinePolicy?: string } = {},
): PlanRow {
  const { needs = [], ...properties } = more;
  return {
    type: 'iam_role',
    name,
    needs,
    properties: { trusts, managedPolicies: [...managedPolicies], ...properties },
  };
}

/** Those that go before the nodes, and those that need nodes to run on. */
function addonRows(spec: ClusterSpec): [PlanRow[], PlanRow[]] {
  const rows = spec.addons.map((name): PlanRow => {
    const identity = name === STORAGE_ADDON ? ['pod_identity_association/ebs-csi'] : [];
    return { type: 'addon', name, needs: [CONTROL_PLANE, ...identity] };
  });
  return [
    rows.filter((row) => ADDONS_BEFORE_NODES.has(row.name)),
    rows.filter((row) => !ADDONS_BEFORE_NODES.has(row.name)),
  ];
}

function nodeGroupRow(
  group: NodeGroup,
  kubernetesVersion: string,
  ground: Ground,
  addons: readonly string[],
): PlanRow {
  const { name, labels = {}, taints = [], ...sizes } = group;
  return {
    type: 'node_group',
    name,
    needs: [
      CONTROL_PLANE,
      'iam_role/node',
      'access_entry/nodes',
      `launch_template/${name}`,
      ...addons,
      ...ground.privateSubnets,
      ...ground.privateRoutes,
    ],
    properties: {
      ...sizes,
      kubernetesVersion,
      labels,
      taints: taints.map(({ key, value = '', effect }) => ({ key, value, effect })),
      ...ground.privateSubnetsOutside,
    },
  };
}

function storageRows(): PlanRow[] {
  return [
    role('ebs-csi', POD_IDENTITY, [policy('service-role/AmazonEBSCSIDriverPolicy')]),
    {
      type: 'pod_identity_association',
      name: 'ebs-csi',
      needs: [CONTROL_PLANE, 'iam_role/ebs-csi'],
      properties: { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' },
    },
  ];
}

/** What Karpenter needs to add nodes, and to hear of those that AWS is about to take away. */
function karpenterRows(): PlanRow[] {
  return [
    { type: 'queue', name: 'karpenter-interruption' },
    ...INTERRUPTION_EVENTS.map(([name, source, detailType]): PlanRow => ({
      type: 'event_rule',
      name: `karpenter-${name}`,
      needs: [QUEUE],
      properties: { source, detailType },
    })),
    role('karpenter-node', 'ec2.amazonaws.com', NODE_POLICIES),
    role('karpenter-controller', POD_IDENTITY, [], {
      needs: [QUEUE, 'iam_role/karpenter-node'],
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
      properties: { namespace: 'kube-system', serviceAccount: 'karpenter' },
    },
  ];
}
