/** What AWS refuses in values that other providers accept. */
import { nodeGroupSettingFaults } from './aws-node-group-refusals.ts';
import type { ProviderFault, ProviderRequest } from './definition.ts';

/** EKS refuses labels of these domains: "Label cannot contain reserved prefixes". */
const RESERVED_LABELS = /(?:^|\.)(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;
/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The root disk of EKS's node images: a smaller one cannot hold them. */
const MIN_DISK_GIB = 20;
/** The limits `labelKey` and `taintKey` of EKS's API model. Kubernetes counts a domain in the key apart. */
const MAX_KEY_LENGTH = 63;
/** EC2 allows 50 tags. Slipway sets 6 on each instance, EKS and its autoscaling group 5, and Karpenter a few more. */
const MAX_TAGS = 35;

export function awsRefusals({ tags = {}, nodeGroups = [] }: ProviderRequest): ProviderFault[] {
  return [
    ...tagRefusals(tags),
    ...nodeGroups.flatMap((group, index) =>
      nodeGroupRefusals(group).map(({ path, message }) => ({
        path: ['nodeGroups', index, ...path],
        message,
      })),
    ),
  ];
}

function tagRefusals(tags: Readonly<Record<string, string>>): ProviderFault[] {
  const faults: ProviderFault[] = [];
  if (Object.keys(tags).length > MAX_TAGS) {
    const message = `AWS allows 50 tags, of which Slipway and EKS need some: at most ${MAX_TAGS}`;
    faults.push({ path: ['tags'], message });
  }
  const seen = new Map<string, string>();
  for (const [key, value] of Object.entries(tags)) {
    const lower = key.toLowerCase();
    const path = ['tags', key];
    const other = seen.get(lower);
    seen.set(lower, key);
    if (lower.startsWith('aws:')) {
      faults.push({ path, message: 'AWS reserves keys that start with "aws:"' });
    }
    // IAM does not distinguish upper and lower case in the keys of tags.
    if (other !== undefined) {
      faults.push({ path, message: `differs from ${other} only in upper and lower case` });
    }
    if (!TAG_VALUE.test(value)) {
      const message = 'AWS accepts only letters, digits, spaces and _ . : / = + - @ in a tag';
      faults.push({ path, message });
    }
  }
  return faults;
}

type NodeGroup = NonNullable<ProviderRequest['nodeGroups']>[number];

function nodeGroupRefusals(group: NodeGroup): ProviderFault[] {
  const { diskGiB, labels = {}, taints = [] } = group;
  const faults = nodeGroupSettingFaults(group);
  if (diskGiB !== undefined && diskGiB < MIN_DISK_GIB) {
    const message = `the node images of EKS need a disk of ${MIN_DISK_GIB} GiB or more`;
    faults.push({ path: ['diskGiB'], message });
  }
  const tooLong = `EKS accepts keys of at most ${MAX_KEY_LENGTH} characters, with their domain`;
  for (const [key, value] of Object.entries(labels)) {
    const path = ['labels', key];
    if (RESERVED_LABELS.test(key)) {
      const message = 'EKS reserves kubernetes.io, k8s.io and eks.amazonaws.com in labels';
      faults.push({ path, message });
    }
    if (key.length > MAX_KEY_LENGTH) faults.push({ path, message: tooLong });
    if (value === '') faults.push({ path, message: 'EKS refuses labels without a value' });
  }
  for (const [index, { key }] of taints.entries()) {
    if (key.length > MAX_KEY_LENGTH) {
      faults.push({ path: ['taints', index, 'key'], message: tooLong });
    }
  }
  return faults;
}
