import type { ClusterSpec, NodeGroup } from '../../../contract/resources/cluster.ts';
import { networkSpecSchema } from '../../../contract/resources/network.ts';
import type { ClusterNetwork, JsonObject, Owner } from '../../provider.ts';
import { networkKeys, networkRows } from './network-plan.ts';
import { nodeKey } from '../../identity.ts';
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
const INTERRUPTION_EVENTS = {
  'spot-interruption': 'EC2 Spot Instance Interruption Warning',
  'instance-rebalance': 'EC2 Instance Rebalance Recommendation',
  'instance-state-change': 'EC2 Instance State-change Notification',
  'scheduled-change': 'AWS Health Event',
} as const;

/** What the cluster stands on: nodes of its own plan, or ids of a network that was there before. */
interface Ground {
  rows: PlanRow[];
  vpc: readonly string[];
  subnets: readonly string[];
  privateSubnets: readonly string[];
  /** The way out for the nodes, which load their images from the internet. */
  privateRoutes: readonly string[];
  /** Properties that name what is outside of the plan. */
  vpcOutside: JsonObject;
  subnetsOutside: JsonObject;
  privateSubnetsOutside: JsonObject;
}

/** A cluster as a table, with its own network where it stands on no other. */
export function clusterRows(owner: Owner, spec: ClusterSpec, network: ClusterNetwork): PlanRow[] {
  const ground = network.own ? ownGround(owner) : networkGround(network.outputs);
  const [before, after] = addonRows(spec);
  const beforeKeys = before.map(nodeKey);
  const nodeGroups = spec.nodeGroups.map((group) => nodeGroupRow(spec, group, ground, beforeKeys));
  const nodeGroupKeys = nodeGroups.map(nodeKey);

  return [
    ...ground.rows,
    { type: 'iam_role', name: 'cluster' },
    { type: 'iam_role', name: 'node' },
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
      properties: { kubernetesVersion: spec.kubernetesVersion, ...ground.subnetsOutside },
    },
    { type: 'oidc_provider', name: 'main', needs: [CONTROL_PLANE] },
    { type: 'access_entry', name: 'admin', needs: [CONTROL_PLANE] },
    { type: 'access_entry', name: 'nodes', needs: [CONTROL_PLANE, 'iam_role/node'] },
    ...before,
    ...spec.nodeGroups.map((group) => ({
      type: 'launch_template',
      name: group.name,
      needs: [SECURITY_GROUP],
      properties: { diskGiB: group.diskGiB },
    })),
    ...nodeGroups,
    ...(spec.addons.includes(STORAGE_ADDON) ? storageRows() : []),
    ...after.map((row) => ({ ...row, waitsFor: nodeGroupKeys })),
    ...(spec.karpenter ? karpenterRows() : []),
  ];
}

function ownGround(owner: Owner): Ground {
  const shape = networkSpecSchema.parse({});
  const keys = networkKeys(shape.availabilityZoneCount);
  return {
    rows: networkRows(owner.region, shape),
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
  const privateSubnets = ids('privateSubnetIds');
  return {
    rows: [],
    vpc: [],
    subnets: [],
    privateSubnets: [],
    privateRoutes: [],
    vpcOutside: { outsideIds: ids('vpcId') },
    subnetsOutside: { outsideIds: [...ids('publicSubnetIds'), ...privateSubnets] },
    privateSubnetsOutside: { outsideIds: privateSubnets },
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

/** It refers to no add-on and no route, so that these can come and go while it stays. */
function nodeGroupRow(
  { kubernetesVersion }: ClusterSpec,
  group: NodeGroup,
  ground: Ground,
  addons: readonly string[],
): PlanRow {
  const { name, labels = {}, taints = [], ...sizes } = group;
  return {
    type: 'node_group',
    name,
    needs: [CONTROL_PLANE, 'iam_role/node', `launch_template/${name}`, ...ground.privateSubnets],
    waitsFor: ['access_entry/nodes', ...addons, ...ground.privateRoutes],
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
    { type: 'iam_role', name: 'ebs-csi' },
    {
      type: 'pod_identity_association',
      name: 'ebs-csi',
      needs: [CONTROL_PLANE, 'iam_role/ebs-csi'],
      properties: { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' },
    },
  ];
}

/** What Karpenter needs to add nodes, and to hear of those that the cloud is about to take away. */
function karpenterRows(): PlanRow[] {
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
      properties: { namespace: 'kube-system', serviceAccount: 'karpenter' },
    },
    { type: 'queue', name: 'karpenter-interruption' },
    ...Object.entries(INTERRUPTION_EVENTS).map(([name, detailType]) => ({
      type: 'event_rule',
      name: `karpenter-${name}`,
      needs: ['queue/karpenter-interruption'],
      properties: { detailType },
    })),
  ];
}
