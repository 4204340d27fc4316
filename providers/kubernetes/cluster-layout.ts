/** The parts of a cluster's plan that are the same for every cloud. */
import { nodeKey } from '../identity.ts';
import { configurationOf } from '../../contract/resources/fields/addons.ts';
import type { ClusterSpec, NodeGroup } from '../../contract/resources/cluster.ts';
import { networkSpecSchema, type NetworkSpec } from '../../contract/resources/network.ts';
import { networkKeys } from './network-layout.ts';

/** These add-ons run on every node, so they must exist before the first node joins. */
const ADDONS_BEFORE_NODES: ReadonlySet<string> = new Set([
  'vpc-cni',
  'kube-proxy',
  'eks-pod-identity-agent',
]);
export const STORAGE_ADDON = 'aws-ebs-csi-driver';

export const CONTROL_PLANE = 'control_plane/main';

/** Finds the control plane among the nodes of a cluster. */
export function controlPlaneIn<Node extends Parameters<typeof nodeKey>[0]>(
  nodes: readonly Node[],
): Node | undefined {
  return nodes.find((node) => nodeKey(node) === CONTROL_PLANE);
}
export const CLUSTER_SECURITY_GROUP = 'security_group/cluster';
export const INTERRUPTION_QUEUE = 'queue/karpenter-interruption';

/** The service accounts whose pods get a role of their own. */
export const SERVICE_ACCOUNTS = {
  storage: { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' },
  karpenter: { namespace: 'kube-system', serviceAccount: 'karpenter' },
} as const;

/** The events that announce to Karpenter that the cloud will take an instance away. */
export const INTERRUPTION_EVENTS = [
  ['spot-interruption', 'aws.ec2', 'EC2 Spot Instance Interruption Warning'],
  ['instance-rebalance', 'aws.ec2', 'EC2 Instance Rebalance Recommendation'],
  ['instance-state-change', 'aws.ec2', 'EC2 Instance State-change Notification'],
  ['scheduled-change', 'aws.health', 'AWS Health Event'],
  ['capacity-reservation', 'aws.ec2', 'EC2 Capacity Reservation Instance Interruption Warning'],
] as const;

/** The network that a cluster is placed in: nodes of its own plan, or the ids of an existing network. */
export interface NetworkPlacement {
  /** The network to plan with the cluster; absent when the network exists. */
  own?: NetworkSpec;
  /** The ids of an existing network; absent when the plan creates the network. */
  existing?: { vpcId: string; publicSubnetIds: string[]; privateSubnetIds: string[] };
  /** The keys of the network's nodes; empty lists for an existing network. */
  vpc: readonly string[];
  subnets: readonly string[];
  privateSubnets: readonly string[];
  /** The keys of the private routes. Nodes load their images over them. */
  privateRoutes: readonly string[];
}

export function placementOf(
  network: { own: true } | { own: false; outputs: Record<string, string> },
): NetworkPlacement {
  if (!network.own) {
    const ids = (key: string) => (network.outputs[key] ?? '').split(',').filter((id) => id !== '');
    return {
      existing: {
        vpcId: network.outputs['vpcId'] ?? '',
        publicSubnetIds: ids('publicSubnetIds'),
        privateSubnetIds: ids('privateSubnetIds'),
      },
      vpc: [],
      subnets: [],
      privateSubnets: [],
      privateRoutes: [],
    };
  }
  const own = networkSpecSchema.parse({});
  const keys = networkKeys(own.availabilityZoneCount);
  return {
    own,
    vpc: ['vpc/main'],
    subnets: [...keys.publicSubnets, ...keys.privateSubnets],
    privateSubnets: keys.privateSubnets,
    privateRoutes: keys.privateRouteTables,
  };
}

type AddonSpec = Pick<ClusterSpec, 'addons' | 'addonSettings'>;

/**
 * Returns the rows of a spec's add-ons: those that come before the nodes, and those that need nodes to run
 * on.
 */
export function addonRows({ addons, addonSettings = {} }: AddonSpec) {
  const rows = addons.map((name) => ({
    type: 'addon' as const,
    name,
    properties: propertiesOf(addonSettings[name]),
    needs:
      name === STORAGE_ADDON
        ? [CONTROL_PLANE, 'pod_identity_association/ebs-csi']
        : [CONTROL_PLANE],
  }));
  return {
    beforeNodes: rows.filter(({ name }) => ADDONS_BEFORE_NODES.has(name)),
    afterNodes: rows.filter(({ name }) => !ADDONS_BEFORE_NODES.has(name)),
  };
}

function propertiesOf({
  version,
  configuration,
}: NonNullable<AddonSpec['addonSettings']>[string] = {}) {
  return { version, configuration: configuration && configurationOf(configuration) };
}

/** Returns true if the cluster needs a role for the driver of its volumes. */
export function hasStorage({ addons }: Pick<ClusterSpec, 'addons'>): boolean {
  return addons.some((name) => name === STORAGE_ADDON);
}

/** The properties of a node group that all providers have, with every default filled in. */
export function nodeGroupProperties(
  { kubernetesVersion }: Pick<ClusterSpec, 'kubernetesVersion'>,
  group: NodeGroup,
) {
  const { instanceTypes, minSize, desiredSize, maxSize, capacityType, diskGiB } = group;
  const { labels = {}, taints = [], updateConfig = {} } = group;
  const { maxUnavailable, maxUnavailablePercentage, force } = updateConfig;
  return {
    instanceTypes,
    minSize,
    desiredSize,
    maxSize,
    capacityType,
    diskGiB,
    kubernetesVersion,
    maxUnavailable,
    maxUnavailablePercentage,
    forceUpdate: force,
    labels,
    taints: taints.map(({ key, value = '', effect }) => ({ key, value, effect })),
  };
}
