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

/** `name=workers,types=m5.large+m5.xlarge,min=1,desired=2,max=3,capacity=spot,disk=100` */
export function parseNodeGroup(value: string): Spec {
  const group: Spec = {};
  for (const part of value.split(',')) {
    const [key, text] = pairOf('node-group', part);
    if (key === 'name') group['name'] = text;
    else if (key === 'types') group['instanceTypes'] = text.split('+');
    else if (key === 'capacity') group['capacityType'] = text;
    else if (isNumber(key)) group[NUMBERS[key]] = wholeNumber(`node-group ${key}`, text);
    else {
      throw new UsageError(
        `--node-group takes name, types, min, desired, max, capacity and disk, not "${key}".`,
      );
    }
  }
  return group;
}

function isNumber(key: string): key is keyof typeof NUMBERS {
  return Object.hasOwn(NUMBERS, key);
}

/** Returns all groups, with the new desired sizes that `scales` sets (for example `workers=5`). */
export function scaled<Group extends { name: string; desiredSize: number }>(
  groups: readonly Group[],
  scales: readonly string[],
): Group[] {
  const sizes = new Map(
    Object.entries(parsePairs('scale', scales)).map(([name, size]) => [
      name,
      wholeNumber('scale', size),
    ]),
  );
  const unknown = [...sizes.keys()].find((name) => !groups.some((group) => group.name === name));
  if (unknown !== undefined) {
    const known = groups.map(({ name }) => name).join(', ');
    throw new UsageError(
      `--scale: node group "${unknown}" was not found. The node groups are: ${known}.`,
    );
  }
  return groups.map((group) => ({
    ...group,
    desiredSize: sizes.get(group.name) ?? group.desiredSize,
  }));
}
