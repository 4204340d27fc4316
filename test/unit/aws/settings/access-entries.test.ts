/** Requested access entries: what is refused at once, and the nodes that they become. */
import { expect, test } from 'vitest';
import {
  clusterSpecSchema,
  createClusterRequestSchema,
} from '../../../../contract/resources/cluster.ts';
import { accessRows } from '../../../../providers/aws/plan/identity/access-rows.ts';

const ROLE = 'arn:aws:iam::123456789012:role/team';
const POLICY = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';

function faultsOf(accessEntries: object[]): string[] {
  const request = { name: 'demo', provider: 'aws', region: 'eu-central-1', aws: { accessEntries } };
  const parsed = createClusterRequestSchema.safeParse(request);
  return (parsed.error?.issues ?? []).map(({ path }) => path.slice(2).join('/'));
}

const namesOf = (principals: readonly string[]) =>
  accessRows(principals.map((principalArn) => ({ principalArn }))).map(({ name }) => name);

test('every fault of the entries is named at once', () => {
  const faults = faultsOf([
    { principalArn: 'arn:aws:sts::123456789012:assumed-role/team/session' },
    { principalArn: ROLE, policies: [{ policy: 'root' }, { policy: 'edit', namespaces: ['A'] }] },
    { principalArn: 'arn:aws:iam::123456789012:root' },
    {
      principalArn: 'arn:aws:iam::123456789012:user/ann',
      policies: [{ policy: 'view' }, { policy: 'view', namespaces: ['shop'] }],
      kubernetesGroups: ['system:masters', 'ok', 'ok'],
    },
  ]);
  expect(faults.toSorted()).toEqual([
    '0/principalArn',
    '1/policies/0/policy',
    '1/policies/1/namespaces/0',
    '2/principalArn',
    '3/kubernetesGroups/0',
    '3/kubernetesGroups/2',
    '3/policies/1/policy',
  ]);
});

test('a principal has one entry', () => {
  expect(faultsOf([{ principalArn: ROLE }, { principalArn: ROLE }])).toEqual(['1/principalArn']);
});

test('users, roles with a path, ARNs of policies and prefixes of namespaces are accepted', () => {
  const faults = faultsOf([
    { principalArn: 'arn:aws:iam::123456789012:user/people/ann@example.com' },
    {
      principalArn:
        'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x',
      policies: [{ policy: POLICY, namespaces: ['shop', 'dev-*'] }, { policy: 'cluster-admin' }],
      kubernetesGroups: ['viewers'],
    },
  ]);
  expect(faults).toEqual([]);
});

test('short names become ARNs of the partition of the principal', () => {
  const policies = [{ policy: 'view' }, { policy: POLICY, namespaces: ['b', 'a'] }];
  const [row] = accessRows([{ principalArn: ROLE.replace('aws', 'aws-cn'), policies }]);
  expect(row?.properties).toMatchObject({
    policies: [
      { arn: POLICY.replace('aws', 'aws-cn'), namespaces: [] },
      { arn: POLICY, namespaces: ['a', 'b'] },
    ],
  });
});

test('each principal has a name of its own, in another order, too', () => {
  const others = ['arn:aws:iam::210987654321:role/team', 'arn:aws:iam::123456789012:user/team'];
  const names = namesOf([ROLE, ...others, 'arn:aws:iam::123456789012:role/ÄÖ/+']);
  expect(new Set(names).size).toBe(4);
  expect(names[0]).toMatch(/^team-[0-9a-f]{8}$/);
  expect(namesOf([...others, ROLE]).at(-1)).toBe(names[0]);
});

test('a cluster has no access entries unless its spec says so', () => {
  expect(accessRows(clusterSpecSchema.parse({}).aws?.accessEntries)).toEqual([]);
});
