/** Parses and scales node groups. */
import { pairOf, parsePairs, wholeNumber } from '../input/flags.ts';
import { UsageError } from '../exit.ts';
import type { Spec } from '../input/spec.ts';

const NUMBERS = {
  min: 'minSize',
  desired: 'desiredSize',
  max: 'maxSize',
  disk: 'diskGiB',
} as const;

/** The settings of a group that belong to AWS. */
const AWS_SETTINGS: Readonly<Record<string, (text: string) => Spec>> = {
  family: (amiFamily) => ({ amiFamily }),
  pods: (text) => ({ maxPods: wholeNumber('node-group pods', text) }),
  zones: (text) => ({ zones: text.split('+') }),
};

/** `name=workers,types=m5.large+m5.xlarge,min=1,desired=2,max=3,capacity=spot,disk=100,family=bottlerocket` */
export function parseNodeGroup(value: string): Spec {
  const group: Spec = {};
  let aws: Spec | undefined;
  for (const part of value.split(',')) {
    const [key, text] = pairOf('node-group', part);
    if (key === 'name') group['name'] = text;
    else if (key === 'types') group['instanceTypes'] = text.split('+');
    else if (key === 'capacity') group['capacityType'] = text;
    else if (key === 'release') group['release'] = text;
    else if (isNumber(key)) group[NUMBERS[key]] = wholeNumber(`node-group ${key}`, text);
    else if (Object.hasOwn(AWS_SETTINGS, key)) aws = { ...aws, ...AWS_SETTINGS[key]?.(text) };
    else {
      throw new UsageError(
        `--node-group takes name, types, min, desired, max, capacity, disk, release, family, pods and zones, not "${key}".`,
      );
    }
  }
  return { ...group, ...(aws !== undefined && { aws }) };
}

function isNumber(key: string): key is keyof typeof NUMBERS {
  return Object.hasOwn(NUMBERS, key);
}

/** Returns all groups, with the new desired sizes that `scales` sets (for example `workers=5`). */
export function scaled<Group extends { name: string; desiredSize: number }>(
  groups: readonly Group[],
  scales: readonly string[],
): Group[] {
  return changed(groups, 'scale', scales, (group, size) => ({
    ...group,
    desiredSize: wholeNumber('scale', size),
  }));
}

/** Returns all groups, with the releases of node images that `releases` sets (for example `workers=latest`). */
export function withReleases<Group extends { name: string; release?: string }>(
  groups: readonly Group[],
  releases: readonly string[],
): Group[] {
  return changed(groups, 'release', releases, (group, release) => ({ ...group, release }));
}

/** Returns all groups, changed by the values of a flag. Throws if it names a group that does not exist. */
function changed<Group extends { name: string }>(
  groups: readonly Group[],
  flag: string,
  pairs: readonly string[],
  change: (group: Group, value: string) => Group,
): Group[] {
  const values = valuesOf(groups, flag, pairs);
  return groups.map((group) => {
    const value = values.get(group.name);
    return value === undefined ? group : change(group, value);
  });
}

/** The value of a flag for each group. Throws if a group does not exist. */
function valuesOf(
  groups: readonly { name: string }[],
  flag: string,
  pairs: readonly string[],
): Map<string, string> {
  const values = new Map(Object.entries(parsePairs(flag, pairs)));
  const unknown = [...values.keys()].find((name) => !groups.some((group) => group.name === name));
  if (unknown === undefined) return values;
  const known = groups.map(({ name }) => name).join(', ');
  throw new UsageError(
    `--${flag}: node group "${unknown}" was not found. The node groups are: ${known}.`,
  );
}
