/**
 * Compares what Slipway's contract refuses for AWS with AWS's own API models: at every limit of a model, and one step
 * beyond it, both must agree. The disks and tags of EC2 have no limits in its model, but its documentation states them.
 */
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createClusterRequestSchema } from '../../../contract/resources/cluster.ts';
import { faultsOf } from '../../../sandboxes/aws/model/check.ts';
import { createModels, type ModelOf } from '../../../sandboxes/aws/model/models.ts';
import { parseCall } from '../../../sandboxes/aws/proxy/call.ts';
import { allTags } from '../../../providers/aws/kinds/tags.ts';
import { createAwsProvider } from '../../../providers/aws/provider.ts';
import { cluster, ownerOf } from '../../support/aws/plans.ts';
import type { AwsSandbox } from '../../support/aws/sandbox.ts';

/** The tags that EKS and its autoscaling group set on each instance. */
const TAGS_OF_EKS = 5;
const REGION = 'eu-central-1';

/** Whether the contract accepts a cluster with this node group and these tags. */
function isAccepted(group: object, tags: Record<string, string> = {}): boolean {
  // A second group has room for the system's pods.
  const nodeGroups = [{ name: 'blue', ...group }, { name: 'green' }];
  const request = { name: 'demo', provider: 'aws', region: REGION, nodeGroups, tags };
  return createClusterRequestSchema.safeParse(request).success;
}

function signed(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request`;
}

export function limits(sandbox: AwsSandbox): void {
  let modelOf: ModelOf;
  beforeAll(() => {
    modelOf = createModels(path.dirname(sandbox.python));
  });

  /** Whether AWS's model accepts a node group with these fields. */
  function fitsNodeGroup(fields: object): boolean {
    const required = {
      nodegroupName: 'blue',
      nodeRole: 'arn:aws:iam::123456789012:role/a',
      subnets: ['subnet-1'],
    };
    const call = parseCall({
      method: 'POST',
      path: '/clusters/demo/node-groups',
      headers: { authorization: signed('eks'), 'content-type': 'application/json' },
      body: JSON.stringify({ ...required, ...fields }),
    });
    return faultsOf(call, modelOf).length === 0;
  }

  /** Whether AWS's model accepts a role with these tags. IAM is stricter than the other services. */
  function fitsRole(tags: Record<string, string>): boolean {
    const params = Object.entries(tags).flatMap(([key, value], index): [string, string][] => [
      [`Tags.member.${index + 1}.Key`, key],
      [`Tags.member.${index + 1}.Value`, value],
    ]);
    const call = parseCall({
      method: 'POST',
      path: '/',
      headers: {
        authorization: signed('iam'),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams([
        ['Action', 'CreateRole'],
        ['RoleName', 'a'],
        ['AssumeRolePolicyDocument', '{}'],
        ...params,
      ]).toString(),
    });
    return faultsOf(call, modelOf).length === 0;
  }

  test.each([
    ['the key of a label', (size: number) => ({ labels: { ['k'.repeat(size)]: 'v' } })],
    ['the value of a label', (size: number) => ({ labels: { key: 'v'.repeat(size) } })],
  ])('%s has the limits of EKS’s model', (_what, groupOf) => {
    for (const size of [0, 1, 62, 63, 64]) {
      expect([size, isAccepted(groupOf(size))]).toEqual([size, fitsNodeGroup(groupOf(size))]);
    }
  });

  test.each([
    ['the key of a taint', (size: number) => ({ key: 'k'.repeat(size), value: 'v' })],
    ['the value of a taint', (size: number) => ({ key: 'k', value: 'v'.repeat(size) })],
  ])('%s has the limits of EKS’s model', (_what, taintOf) => {
    for (const size of [1, 62, 63, 64]) {
      const accepted = isAccepted({ taints: [{ ...taintOf(size), effect: 'NoSchedule' }] });
      const fits = fitsNodeGroup({ taints: [{ ...taintOf(size), effect: 'NO_SCHEDULE' }] });
      expect([size, accepted]).toEqual([size, fits]);
    }
  });

  test('tags have the limits and characters of IAM’s model', () => {
    const values = ['', 'v', 'ü (x)', 'a&b', 'x_.:/=+-@', 'v'.repeat(256), 'v'.repeat(257)];
    const keys = ['k', 'k&', 'ü k', 'k'.repeat(128), 'k'.repeat(129)];
    for (const value of values) {
      const tags = { key: value };
      expect([value, isAccepted({}, tags)]).toEqual([value, fitsRole(tags)]);
    }
    // Keys have fewer characters in the contract than in IAM.
    const accepted = keys.filter((key) => isAccepted({}, { [key]: 'v' }));
    expect(accepted).toEqual(['k', 'k'.repeat(128)]);
    expect(accepted.filter((key) => !fitsRole({ [key]: 'v' }))).toEqual([]);
    expect(fitsRole({ ['k'.repeat(129)]: 'v' })).toBe(false);
  });

  test('the most tags that the contract accepts fit with those of Slipway and EKS', () => {
    const tagsOf = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, 'x']));
    const most = Array.from({ length: 60 }, (_, count) => count).findLast((it) =>
      isAccepted({}, tagsOf(it)),
    );
    expect(most).toBeGreaterThan(20);
    const owner = ownerOf('cluster', 'demo');
    const provider = createAwsProvider({
      endpoint: sandbox.url,
      requestTimeoutMs: 1_000,
      rate: { perSecond: 1, burst: 1 },
    });
    const plan = provider.plan(owner, cluster({ karpenter: true, tags: tagsOf(most ?? 0) }));
    const counts = plan.map(
      (node) => Object.keys(allTags({ owner, node, dependencies: {} })).length + TAGS_OF_EKS,
    );
    const fits = fitsNodeGroup({ tags: tagsOf(Math.max(...counts)) });
    expect([Math.max(...counts), fits]).toEqual([Math.max(...counts), true]);
    expect(fitsNodeGroup({ tags: tagsOf(51) })).toBe(false);
  });
}
