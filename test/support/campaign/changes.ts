/** The kinds of change of a cluster, each with the nodes that it creates, updates, replaces and deletes. */
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import type { PlannedNode } from '../../../contract/resources/graph.ts';
import type { NodeOperation } from '../../../contract/vocabulary.ts';
import { createSimulatedProvider } from '../../../providers/simulated/provider.ts';
import type { SlipwayClient } from '../stack/client.ts';
import { campaign } from './campaign.ts';

/** The spec of a cluster without its name. */
export interface Spec {
  networkId?: string;
  [field: string]: unknown;
}

export interface Change {
  /** The spec that the cluster is created with. */
  from: Spec;
  patch: { [field: string]: unknown };
  /** By `type/name`. All other nodes stay unchanged. */
  does: Record<string, NodeOperation>;
}

const BLUE = { name: 'blue', minSize: 1, desiredSize: 2, maxSize: 4 };
const GREEN = { name: 'green', minSize: 1, desiredSize: 1, maxSize: 2 };
/** A small cluster on an existing network, so that a round is short. */
export const SMALL = {
  networkId: 'ground',
  karpenter: false,
  addons: ['vpc-cni', 'coredns'],
  nodeGroups: [BLUE],
};
/**
 * The spec for stories that any cluster can tell. The campaign tells them with a network, all add-ons
 * and Karpenter, and `npm test` on the network of `createNetwork`.
 */
export const CLUSTER: Spec = campaign.full ? {} : SMALL;
const PLAIN: Spec = { karpenter: false, addons: SMALL.addons };
/** The same with a network of its own. */
export const WITH_NETWORK: Spec = campaign.full ? {} : PLAIN;
const TAGS = { team: 'core', cost: '42' };
/** Has a network of its own, because tags reach it, too. */
const TAGGED: Spec = { ...WITH_NETWORK, tags: TAGS };
const STORAGE: Record<string, NodeOperation> = {
  'addon/aws-ebs-csi-driver': 'delete',
  'iam_role/ebs-csi': 'delete',
  'pod_identity_association/ebs-csi': 'delete',
};

/** Makes the network of these clusters. */
export async function createNetwork(client: SlipwayClient): Promise<void> {
  await client.succeeded((await client.submit('/networks', { name: SMALL.networkId })).id);
}

/** Changes every field at once: nodes are created, updated, replaced and deleted. */
export const EVERYTHING: Change = {
  from: {
    ...SMALL,
    nodeGroups: [BLUE, { ...GREEN, name: 'red' }],
    addons: [...SMALL.addons, 'aws-ebs-csi-driver'],
  },
  patch: {
    kubernetesVersion: '1.34',
    nodeGroups: [{ ...BLUE, instanceTypes: ['m5.xlarge'], desiredSize: 3 }, GREEN],
    addons: [...SMALL.addons, 'kube-proxy'],
  },
  does: {
    'control_plane/main': 'update',
    'node_group/blue': 'replace',
    'launch_template/green': 'create',
    'node_group/green': 'create',
    'addon/kube-proxy': 'create',
    'launch_template/red': 'delete',
    'node_group/red': 'delete',
    ...STORAGE,
  },
};

export const NOTHING: Change = { from: SMALL, patch: {}, does: {} };

export const CHANGES: Record<string, Change> = {
  'the next version': {
    from: SMALL,
    patch: { kubernetesVersion: '1.34' },
    does: { 'control_plane/main': 'update', 'node_group/blue': 'update' },
  },
  'an added node group': {
    from: SMALL,
    patch: { nodeGroups: [BLUE, GREEN] },
    does: { 'launch_template/green': 'create', 'node_group/green': 'create' },
  },
  'a removed node group': {
    from: { ...SMALL, nodeGroups: [BLUE, GREEN] },
    patch: { nodeGroups: [BLUE] },
    does: { 'launch_template/green': 'delete', 'node_group/green': 'delete' },
  },
  'a resized node group': {
    from: SMALL,
    patch: { nodeGroups: [{ ...BLUE, desiredSize: 4 }] },
    does: { 'node_group/blue': 'update' },
  },
  'a node group with other machines': {
    from: SMALL,
    patch: { nodeGroups: [{ ...BLUE, instanceTypes: ['m5.xlarge'], diskGiB: 80 }] },
    does: { 'launch_template/blue': 'update', 'node_group/blue': 'replace' },
  },
  'added add-ons': {
    from: SMALL,
    patch: { addons: [...SMALL.addons, 'aws-ebs-csi-driver'] },
    does: Object.fromEntries(Object.keys(STORAGE).map((key) => [key, 'create'])),
  },
  'removed add-ons': {
    from: { ...SMALL, addons: [...SMALL.addons, 'aws-ebs-csi-driver'] },
    patch: { addons: SMALL.addons },
    does: STORAGE,
  },
  // Tags reach every resource, so also the network.
  tags: {
    from: TAGGED,
    patch: { tags: { cost: null, stage: 'prod' } },
    does: Object.fromEntries(planOf(TAGGED).map(({ type, name }) => [`${type}/${name}`, 'update'])),
  },
  'everything at once': EVERYTHING,
};

/** The plan of a cluster with that spec, on its `networkId` or with a network of its own. */
export function planOf({ networkId, ...fields }: Spec): PlannedNode[] {
  const { plan } = createSimulatedProvider({ url: 'http://cloud.invalid', speed: 1 });
  const owner = {
    organizationId: 'local',
    resourceType: 'cluster',
    resourceId: 'planned',
    resourceUid: '0'.repeat(26),
    region: 'sim-central-1',
  } as const;
  return plan(owner, {
    resourceType: 'cluster',
    spec: clusterSpecSchema.parse(fields),
    network: networkId === undefined ? { own: true } : { own: false, networkId, outputs: {} },
  });
}

const ON_GROUND = { networkId: SMALL.networkId };
/** From the smallest to the largest. */
const SIZES: readonly Spec[] = [
  { ...ON_GROUND, ...PLAIN },
  { ...ON_GROUND, karpenter: false },
  { ...ON_GROUND, addons: SMALL.addons },
  PLAIN,
];

/**
 * The spec for a story about one node of a cluster with the default spec. The campaign uses the default
 * spec, and `npm test` the smallest spec that has the node. Add-on coredns is part of every one.
 */
export function specWith({ type, name }: { type: string; name: string }): Spec {
  if (campaign.full) return {};
  const sizes = SIZES.filter((spec) =>
    planOf(spec).some((node) => node.type === type && node.name === name),
  );
  return sizes[0] ?? {};
}

/** The nodes on which a change performs one of these actions. */
export function nodesOf(
  { does }: Change,
  ...operations: NodeOperation[]
): { type: string; name: string }[] {
  return Object.entries(does)
    .filter(([, operation]) => operations.includes(operation))
    .map(([key]) => {
      const [type = '', name = ''] = key.split('/');
      return { type, name };
    });
}
