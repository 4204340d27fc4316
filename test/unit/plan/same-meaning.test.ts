/** What means the same is no difference: in specs, in plans, and for the clouds. */
import * as z from 'zod';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { alignMeaning, IMPLIED } from '../../../contract/plans/same-meaning.ts';
import { clusterSpecSchema } from '../../../contract/resources/cluster.ts';
import { comparison } from '../../../providers/aws/plan/change.ts';
import { CONFIG_PROPERTIES } from '../../../providers/aws/kinds/cluster/control-plane-config.ts';

const SPEC = {
  kubernetesVersion: '1.34',
  nodeGroups: [{ name: 'a', labels: { x: '1', y: '2' } }, { name: 'b' }],
  addons: ['coredns', 'vpc-cni'],
  tags: { team: 'blue', volumes: 'retain' },
  aws: { logTypes: ['api', 'audit', 'authenticator'] },
};

function isSame(before: object, after: object): boolean {
  const specs = [before, after].map((it) => clusterSpecSchema.parse(it));
  const [from, to] = alignMeaning(specs[0], specs[1]);
  return isDeepStrictEqual(from, to);
}

describe('no difference is', () => {
  test.each([
    [
      'the order of keys',
      { nodeGroups: [{ labels: { y: '2', x: '1' }, name: 'a' }, { name: 'b' }] },
    ],
    ['the order of node groups', { nodeGroups: SPEC.nodeGroups.toReversed() }],
    ['the order of add-ons', { addons: SPEC.addons.toReversed() }],
    ['the order of log types', { aws: { logTypes: ['audit', 'authenticator', 'api'] } }],
    ['an absent default', { aws: undefined }],
    ['a written default', { upgradePolicy: 'standard', deletionProtection: false }],
    [
      'a written default of the cloud',
      { aws: { ...SPEC.aws, endpointAccess: 'public_and_private' } },
    ],
    ['an empty field', { addonSettings: {}, aws: { ...SPEC.aws, accessEntries: [] } }],
    [
      'a default in a node group',
      {
        nodeGroups: [
          { ...SPEC.nodeGroups[0], diskGiB: 50, taints: [], aws: { diskType: 'gp3' } },
          { name: 'b' },
        ],
      },
    ],
  ])('%s', (_what, change) => {
    expect(isSame(SPEC, { ...SPEC, ...change })).toBe(true);
    expect(isSame({ ...SPEC, ...change }, SPEC)).toBe(true);
  });
});

describe('a difference is', () => {
  test.each([
    [
      'the order of instance types',
      { nodeGroups: [{ name: 'a', instanceTypes: ['c5.large', 'm5.large'] }] },
      { nodeGroups: [{ name: 'a', instanceTypes: ['m5.large', 'c5.large'] }] },
    ],
    ['a tag with the name of a field', SPEC, { ...SPEC, tags: { team: 'blue' } }],
    ['another value', SPEC, { ...SPEC, upgradePolicy: 'extended' }],
    ['no logs at all', { ...SPEC, aws: {} }, { ...SPEC, aws: { logTypes: [] } }],
    ['another node group', SPEC, { ...SPEC, nodeGroups: [...SPEC.nodeGroups, { name: 'c' }] }],
    [
      'a setting of an add-on',
      SPEC,
      { ...SPEC, addonSettings: { logs: { configuration: { a: 1 } } } },
    ],
  ])('%s', (_what, before, after) => {
    expect(isSame(before, after)).toBe(false);
    expect(isSame(after, before)).toBe(false);
  });

  test('a name that every object inherits', () => {
    const [from, to] = alignMeaning({ tags: JSON.parse('{"__proto__":"x"}') }, { tags: {} });
    expect(isDeepStrictEqual(from, to)).toBe(false);
  });
});

test('the implied values are those that EKS is given', () => {
  const given = z.object(CONFIG_PROPERTIES).parse({});
  const defaults = Object.entries(given).filter(([, value]) => value !== undefined);
  expect(defaults.length).toBeGreaterThan(3);
  expect(IMPLIED).toMatchObject(Object.fromEntries(defaults));
});

test('a cloud is not asked to change what stays the same', () => {
  const node = (properties: object) => ({
    type: 'control_plane',
    properties: JSON.parse(JSON.stringify(properties)),
    dependsOn: [],
  });
  const written = node({ logTypes: ['audit', 'api', 'authenticator'], deletionProtection: false });
  expect(comparison.change(node({}), written)).toBe('same');
  expect(comparison.change(node({}), node({ logTypes: ['api'] }))).toBe('update');
  expect(comparison.change(node({ subnetIds: ['a', 'b'] }), node({ subnetIds: ['b', 'a'] }))).toBe(
    'same',
  );
});
