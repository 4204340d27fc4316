/** What AWS refuses in values that other providers accept. */
import type { ProviderFault, ProviderRequest } from './definition.ts';

/** EKS refuses labels of these domains: "Label cannot contain reserved prefixes". */
const RESERVED_LABELS = /(?:^|\.)(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;
/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function awsRefusals({ tags = {}, nodeGroups = [] }: ProviderRequest): ProviderFault[] {
  return [...tagRefusals(tags), ...labelRefusals(nodeGroups)];
}

function tagRefusals(tags: Readonly<Record<string, string>>): ProviderFault[] {
  const faults: ProviderFault[] = [];
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

function labelRefusals(nodeGroups: NonNullable<ProviderRequest['nodeGroups']>): ProviderFault[] {
  return nodeGroups.flatMap(({ labels = {} }, index) =>
    Object.keys(labels)
      .filter((key) => RESERVED_LABELS.test(key))
      .map((key) => ({
        path: ['nodeGroups', index, 'labels', key],
        message: 'EKS reserves kubernetes.io, k8s.io and eks.amazonaws.com in labels',
      })),
  );
}
