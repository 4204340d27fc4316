import type { InstanceType, INSTANCE_GROUPS } from '../../contract/resources/instance-types.ts';

export type InstanceGroup = (typeof INSTANCE_GROUPS)[number];

/**
 * The group of a family, by the letters with which the family's name starts: `m5` → `m`, `u-6tb1` → `u`,
 * `inf1` → `inf`.
 */
const GROUP_OF_LETTERS: Readonly<Record<string, InstanceGroup>> = {
  m: 'general',
  t: 'general',
  c: 'compute',
  hpc: 'compute',
  r: 'memory',
  u: 'memory',
  x: 'memory',
  z: 'memory',
  d: 'storage',
  h: 'storage',
  i: 'storage',
  im: 'storage',
  is: 'storage',
  dl: 'accelerated',
  f: 'accelerated',
  g: 'accelerated',
  gr: 'accelerated',
  inf: 'accelerated',
  p: 'accelerated',
  trn: 'accelerated',
  vt: 'accelerated',
};

/** The vCPUs of nodes in the system node group: small nodes, with room for their share of the system pods. */
const SYSTEM_VCPUS = { min: 2, max: 4 };
const SYSTEM_MIN_MEMORY_MIB = 4096;
const SYSTEM_MIN_PODS = 17;

/**
 * Returns the group of an instance type. `system` is for general-purpose types that suit the system node
 * group (2 to 4 vCPUs, 4 GiB and 17 pods or more). Any other type gets the group of its family. A family
 * with unknown letters is `general`, or `accelerated` if it has a GPU.
 */
export function instanceGroup(
  type: Pick<InstanceType, 'instanceFamily' | 'vCpus' | 'memoryMiB' | 'maxPods' | 'gpuCount'>,
): InstanceGroup {
  const letters = /^[a-z]+/.exec(type.instanceFamily)?.[0] ?? '';
  const group = type.gpuCount > 0 ? 'accelerated' : (GROUP_OF_LETTERS[letters] ?? 'general');
  const suitsSystem =
    type.vCpus >= SYSTEM_VCPUS.min &&
    type.vCpus <= SYSTEM_VCPUS.max &&
    type.memoryMiB >= SYSTEM_MIN_MEMORY_MIB &&
    type.maxPods >= SYSTEM_MIN_PODS;
  return group === 'general' && suitsSystem ? 'system' : group;
}
