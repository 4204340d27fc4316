/** The nodes of a node group as Kubernetes objects. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { EARLIER_RELEASES, KUBERNETES_RELEASE } from '../../../host/kubernetes-parts.ts';
import { RUN_BY_KWOK } from './programs.ts';

const DOMAIN = 'cloud.example';
/** The label with the id of the node group. The names of groups are not unique while one replaces another. */
export const GROUP_ID_LABEL = `${DOMAIN}/node-group-id`;
/** The annotation with the labels and taints of the group that were applied to the node. */
const APPLIED = `${DOMAIN}/applied`;
const SYSTEM_TAINT = 'node.kubernetes.io/';
const NOT_READY_TAINT = `${SYSTEM_TAINT}not-ready`;
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: 'amd64', arm64: 'arm64' };
/** Memory that the system of a node keeps for itself. */
const RESERVED_MIB = 256;

const taintSchema = z.object({ key: z.string(), value: z.string().optional(), effect: z.string() });
const labelsSchema = z.record(z.string(), z.string());

/** The properties of a node group that decide about its nodes. */
export const groupSchema = z.object({
  desiredSize: z.int(),
  instanceTypes: z.array(z.string()).min(1),
  kubernetesVersion: z.string(),
  capacityType: z.string().optional(),
  labels: labelsSchema.default({}),
  taints: z.array(taintSchema).default([]),
});
export type Group = z.infer<typeof groupSchema>;

const instanceTypeSchema = z.object({
  instanceType: z.string(),
  vCpus: z.int(),
  memoryMiB: z.int(),
  architectures: z.array(z.string()),
  networkCards: z.array(z.object({ maximumNetworkInterfaces: z.int() })),
  ipv4AddressesPerInterface: z.int(),
});

const appliedSchema = z.object({ labels: labelsSchema, taints: z.array(taintSchema) });

/** A node as the API server returns it. */
export const nodeSchema = z.object({
  metadata: z.object({ name: z.string(), annotations: labelsSchema.default({}) }),
  spec: z.object({
    unschedulable: z.boolean().optional(),
    taints: z.array(taintSchema).default([]),
  }),
  status: z.object({
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    nodeInfo: z.object({ kubeletVersion: z.string() }),
  }),
});
export type Node = z.infer<typeof nodeSchema>;

export interface NodePlace {
  /** The id and the name of the group's resource. */
  groupId: string;
  groupName: string;
  region: string;
  zone: string;
  /** The row of the catalogue for the group's instance type. */
  instanceType: unknown;
  /** False if the node must stay NotReady, as a requested fault. */
  isRun: boolean;
}

/** The version of the kubelet on the nodes of a group. */
export function kubeletVersion({ kubernetesVersion }: Pick<Group, 'kubernetesVersion'>): string {
  const isRelease = KUBERNETES_RELEASE.startsWith(`${kubernetesVersion}.`);
  const earlier = EARLIER_RELEASES[kubernetesVersion] ?? `${kubernetesVersion}.0`;
  return `v${isRelease ? KUBERNETES_RELEASE : earlier}`;
}

/** The name of the group's node with this number. */
export function nodeName({ groupId, groupName }: NodePlace, number: number): string {
  return `${groupName}-${groupId.slice(-5)}-${number}`;
}

/** Returns the object that joins a node to the cluster. */
export function nodeManifest(group: Group, place: NodePlace, name: string): object {
  const type = instanceTypeSchema.parse(place.instanceType);
  const { region, zone } = place;
  const architecture = ARCHITECTURES[type.architectures[0] ?? ''] ?? 'amd64';
  const [card] = type.networkCards;
  // One address of each interface belongs to the node. Two pods use the network of the node itself.
  const pods = (card?.maximumNetworkInterfaces ?? 1) * (type.ipv4AddressesPerInterface - 1) + 2;
  const capacity = { cpu: String(type.vCpus), memory: `${type.memoryMiB}Mi`, pods: String(pods) };
  const instanceId = createHash('sha256').update(`${place.groupId}/${name}`).digest('hex');
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        ...group.labels,
        'kubernetes.io/arch': architecture,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': type.instanceType,
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
        [GROUP_ID_LABEL]: place.groupId,
        [`${DOMAIN}/node-group`]: place.groupName,
        ...(group.capacityType !== undefined && {
          [`${DOMAIN}/capacity-type`]: group.capacityType,
        }),
      },
      annotations: { ...(place.isRun && RUN_BY_KWOK), [APPLIED]: appliedOf(group) },
    },
    spec: { providerID: `sim:///${zone}/i-${instanceId.slice(0, 17)}`, taints: group.taints },
    status: {
      capacity,
      allocatable: { ...capacity, memory: `${type.memoryMiB - RESERVED_MIB}Mi` },
      nodeInfo: {
        architecture,
        bootID: '',
        containerRuntimeVersion: 'kwok',
        kernelVersion: 'kwok',
        kubeProxyVersion: kubeletVersion(group),
        kubeletVersion: kubeletVersion(group),
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'kwok',
        systemUUID: '',
      },
    },
  };
}

/** Returns true if the node accepts pods: it is ready, and the controller has removed its taint. */
export function isReady({ spec, status }: Node): boolean {
  return (
    status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True') &&
    !spec.taints.some(({ key }) => key === NOT_READY_TAINT)
  );
}

/** Returns the merge patch that gives a node the labels and taints of its group; undefined if it has them. */
export function nodePatch(group: Group, { metadata, spec }: Node): object | undefined {
  const wanted = appliedOf(group);
  const before = metadata.annotations[APPLIED];
  if (before === wanted) return undefined;
  const applied = appliedSchema.parse(JSON.parse(before ?? '{"labels":{},"taints":[]}'));
  const removed = Object.keys(applied.labels).map((key) => [key, null] as const);
  return {
    metadata: {
      annotations: { [APPLIED]: wanted },
      labels: { ...Object.fromEntries(removed), ...group.labels },
    },
    spec: {
      taints: [...spec.taints.filter(({ key }) => key.startsWith(SYSTEM_TAINT)), ...group.taints],
    },
  };
}

function appliedOf({ labels, taints }: Group): string {
  return JSON.stringify({ labels, taints });
}
