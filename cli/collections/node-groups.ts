/** The flags that change node groups. */
import type { Args, Flags } from '../commands/shared/command.ts';
import { pairOf, parseList, parsePairs, wholeNumber } from '../input/flags.ts';
import { UsageError } from '../exit.ts';
import { isSpec, type Spec } from '../input/spec.ts';

export const NODE_GROUP_FLAG = {
  'node-group': {
    type: 'array',
    string: true,
    describe:
      'name=NAME,types=A+B,min=N,desired=N,max=N,capacity=spot,disk=GIB; for aws also release=latest,family=bottlerocket,pods=N,zones=A+B; only name is required; repeatable',
  },
} as const satisfies Flags;

/** In an update, each of them changes some fields of some groups. */
export const NODE_GROUP_CHANGE_FLAGS = {
  scale: {
    type: 'array',
    string: true,
    describe:
      'GROUP=SIZE sets the desired size of a node group; separate several with commas, or repeat',
  },
  release: {
    type: 'array',
    string: true,
    describe:
      'GROUP=latest brings the nodes of a group to the newest release of their image; separate several with commas, or repeat',
  },
  'node-group': {
    ...NODE_GROUP_FLAG['node-group'],
    describe: `Changes what it names of one group, or adds a group: ${NODE_GROUP_FLAG['node-group'].describe}`,
  },
  'remove-node-group': {
    type: 'array',
    string: true,
    describe: 'Name of a node group to remove; separate several with commas, or repeat',
  },
} as const satisfies Flags;

type ChangeArgs = Args<typeof NODE_GROUP_CHANGE_FLAGS>;
type Group = Spec & { name: string };
type Parse = (text: string, key: string) => unknown;

const word: Parse = (text) => text;
const list: Parse = (text) => text.split('+');
const number: Parse = (text, key) => wholeNumber(`node-group ${key}`, text);

/** The keys of `--node-group`, and the field that each one sets. */
const KEYS: Readonly<Record<string, readonly [field: string, parse: Parse]>> = {
  name: ['name', word],
  types: ['instanceTypes', list],
  min: ['minSize', number],
  desired: ['desiredSize', number],
  max: ['maxSize', number],
  capacity: ['capacityType', word],
  disk: ['diskGiB', number],
  release: ['release', word],
  family: ['aws.amiFamily', word],
  pods: ['aws.maxPods', number],
  zones: ['aws.zones', list],
};

/** `name=workers,types=m5.large+m5.xlarge,min=1,desired=2,max=3,capacity=spot,disk=100,family=bottlerocket` */
export function parseNodeGroup(value: string): Group {
  const { name, ...fields } = value.split(',').reduce<Spec>((group, part) => {
    const [key, text] = pairOf('node-group', part);
    const known = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (known === undefined) {
      const keys = Object.keys(KEYS);
      throw new UsageError(
        `--node-group takes ${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}, not "${key}".`,
      );
    }
    const [field, parse] = known;
    const [outer = '', inner] = field.split('.');
    const parsed = parse(text, key);
    return merged(group, { [outer]: inner === undefined ? parsed : { [inner]: parsed } });
  }, {});
  if (typeof name !== 'string' || name === '') {
    throw new UsageError(`--node-group needs name=NAME, and "${value}" has none.`);
  }
  return { name, ...fields };
}

/** True if the flags change node groups, which takes all groups of the cluster. */
export function changesNodeGroups(args: ChangeArgs): boolean {
  const changes = [args.scale, args.release, args['node-group'], args['remove-node-group']];
  return changes.some((change) => change !== undefined);
}

/**
 * Returns all groups after the changes of the flags. What the flags do not name stays.
 *
 * @throws UsageError if a flag names a group that does not exist
 */
export function withGroupChanges(groups: readonly Group[], args: ChangeArgs): Group[] {
  const removed = parseList(args['remove-node-group']) ?? [];
  rejectUnknown(groups, 'remove-node-group', removed);
  const kept = groups.filter(({ name }) => !removed.includes(name));
  const all = (args['node-group'] ?? []).map(parseNodeGroup).reduce(put, kept);
  const scales = parsePairs('scale', args.scale ?? []);
  const releases = parsePairs('release', args.release ?? []);
  rejectUnknown(all, 'scale', Object.keys(scales));
  rejectUnknown(all, 'release', Object.keys(releases));
  return all.map((group) => ({
    ...group,
    ...valueFor(scales, group, (size) => ({ desiredSize: wholeNumber('scale', size) })),
    ...valueFor(releases, group, (release) => ({ release })),
  }));
}

/**
 * Returns the flag that has set a field of a node group, for example `--scale default` or `--node-group default (max)`.
 *
 * @param groups the groups of the request
 * @param path of the field, below `nodeGroups`
 */
export function flagOfGroupField(
  args: Partial<ChangeArgs>,
  groups: readonly Spec[],
  [index = '', ...inner]: readonly string[],
): string | undefined {
  const name = groups[Number(index)]?.['name'];
  if (typeof name !== 'string') return undefined;
  const field = inner.join('.');
  const named = (flag: 'scale' | 'release') =>
    Object.hasOwn(parsePairs(flag, args[flag] ?? []), name) ? `--${flag} ${name}` : undefined;
  if (field === 'desiredSize' && named('scale')) return named('scale');
  if (field === 'release' && named('release')) return named('release');
  const isSet = args['node-group']?.some((value) => parseNodeGroup(value).name === name);
  if (isSet !== true) return undefined;
  const key = Object.keys(KEYS).find((it) => `${field}.`.startsWith(`${KEYS[it]?.[0]}.`)) ?? field;
  return `--node-group ${name}${key === '' ? '' : ` (${key})`}`;
}

/** Changes the group of the same name, or adds a new one. */
function put(groups: readonly Group[], change: Group): Group[] {
  const isNew = !groups.some(({ name }) => name === change.name);
  if (isNew) return [...groups, change];
  return groups.map((group) =>
    group.name === change.name ? { ...merged(group, change), name: group.name } : group,
  );
}

/** Objects are merged, everything else is replaced. */
function merged(before: Spec, change: Spec): Spec {
  const fields = Object.entries(change).map(([field, value]): [string, unknown] => {
    const current = before[field];
    return [field, isSpec(current) && isSpec(value) ? merged(current, value) : value];
  });
  return { ...before, ...Object.fromEntries(fields) };
}

function valueFor(
  values: Record<string, string>,
  { name }: Group,
  of: (value: string) => Spec,
): Spec {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined ? {} : of(value);
}

function rejectUnknown(groups: readonly Group[], flag: string, names: readonly string[]): void {
  const unknown = names.find((name) => !groups.some((group) => group.name === name));
  if (unknown === undefined) return;
  const known = groups.map(({ name }) => name).join(', ') || 'none';
  throw new UsageError(
    `--${flag}: node group "${unknown}" was not found. The node groups are: ${known}.`,
  );
}
