/** Labels for statuses, stages, resources and counts. */
import { RESOURCE_KINDS, type ResourceType } from '../../contract/vocabulary.ts';
import type { Operation, OperationKind, Resource, Stage } from './types.ts';

type Progress = Pick<Operation['progress'], 'summary' | 'resources'>;

/** `create_cluster` → "Create cluster". Also works for values that this page does not know yet. */
export function humanize(word: string): string {
  const text = word.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const kindLabel = (kind: OperationKind): string => humanize(kind);
export const statusLabel = (status: string): string =>
  status === 'awaiting_confirmation' ? 'Needs confirmation' : humanize(status);
export const stageLabel = (stage: Stage): string => humanize(stage);

/** `availabilityZoneCount` → "Availability zone count", `roleArn` → "Role ARN". */
export function fieldLabel(name: string): string {
  // Between "disk" and "GiB", but not between "Gi" and "B".
  const words = name.split(/(?<=[a-z\d])(?<![GM]i)(?=[A-Z])|[\s_]+/);
  const text = words
    .map((word) => ABBREVIATIONS[word.toLowerCase()] ?? word.toLowerCase())
    .join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  arn: 'ARN',
  arns: 'ARNs',
  aws: 'AWS',
  cidr: 'CIDR',
  cidrs: 'CIDRs',
  cpu: 'CPU',
  dns: 'DNS',
  gib: 'GiB',
  iam: 'IAM',
  id: 'ID',
  ids: 'IDs',
  iops: 'IOPS',
  ip: 'IP',
  kms: 'KMS',
  mib: 'MiB',
  nat: 'NAT',
  oidc: 'OIDC',
  uid: 'UID',
  url: 'URL',
  vpc: 'VPC',
};

/** Returns "Clusters" for the type `cluster`. */
export const collectionLabel = (type: ResourceType): string =>
  humanize(RESOURCE_KINDS[type].collection);

/** Returns "vpc main" for a URN that ends in `vpc/main`. A resource of a module has its address, as in the module. */
export function nodeLabel(urn: string): string {
  const [, , , collection] = urn.split(':');
  const [type = '', name = ''] = urn.slice(urn.lastIndexOf(':') + 1).split('/');
  return collection === 'deployments'
    ? moduleAddress(type, name)
    : `${type.replaceAll('_', ' ')} ${name.replaceAll('_', ' ')}`;
}

/**
 * `terraform_data` and `piece.0` → `terraform_data.piece[0]`. In a URN, an index is written like a name, and no name
 * begins with a digit. Inside of a module or of a data source the type is in the middle of the address, at a place that
 * the URN does not have.
 */
function moduleAddress(type: string, name: string): string {
  const indexed = name.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
  return /^(?:module|data)\./.test(name) ? `${indexed} (${type})` : `${type}.${indexed}`;
}

const DONE: Record<Resource['operation'], string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'deleted',
  import: 'imported',
  move: 'moved',
  forget: 'forgotten',
  refresh: 'refreshed',
  read: 'read',
  same: 'unchanged',
};
const DOING: Record<Resource['operation'], string> = {
  create: 'creating',
  update: 'updating',
  replace: 'replacing',
  delete: 'deleting',
  import: 'importing',
  move: 'moving',
  forget: 'forgetting',
  refresh: 'refreshing',
  read: 'reading',
  same: 'checking',
};

/**
 * Returns the state of a resource in words: "creating", "deleted", "failed".
 *
 * @param ended true if the operation has ended, so pending work never starts
 */
export function resourceState(
  { operation, status }: Pick<Resource, 'operation' | 'status'>,
  ended = false,
): string {
  switch (status) {
    case 'pending':
      if (ended) return 'not started';
      return operation === 'same' ? 'waiting' : `to ${operation}`;
    case 'running':
      return DOING[operation] ?? 'running';
    case 'succeeded':
      return DONE[operation] ?? 'done';
    case 'unchanged':
      return 'unchanged';
    default:
      return status;
  }
}

/**
 * Returns the counts in words: "24 done, 1 running, 12 pending", or "34 undone, 3 remaining".
 *
 * @param survivors URNs of resources that remain, whatever their status is
 */
export function countsText(
  { summary: { running, succeeded, unchanged, ...summary }, resources }: Progress,
  {
    undoing,
    ended,
    survivors,
  }: { undoing: boolean; ended: boolean; survivors: ReadonlySet<string> },
): string {
  const remaining = (status: Resource['status']) =>
    resources.filter((it) => it.status === status && survivors.has(it.urn)).length;
  const counts: [number, string][] = [
    [succeeded - remaining('succeeded'), undoing ? 'undone' : 'done'],
    [unchanged, 'unchanged'],
    [running, 'running'],
    [survivors.size, 'remaining'],
    [summary.failed - remaining('failed'), 'failed'],
    [summary.pending - remaining('pending'), undoing || ended ? 'not started' : 'pending'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
