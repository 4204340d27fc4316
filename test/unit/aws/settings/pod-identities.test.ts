/** AWS permissions of service accounts: what is refused at once, and the nodes that they become. */
import { expect, test } from 'vitest';
import {
  clusterSpecSchema,
  createClusterRequestSchema,
} from '../../../../contract/resources/cluster.ts';
import { clusterRows } from '../../../../providers/aws/plan/cluster-plan.ts';
import { podIdentityName } from '../../../../providers/aws/plan/identity/pod-identity-rows.ts';
import { nodeKey } from '../../../../providers/identity.ts';

const POLICY_ARN = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const ROLE_ARN = 'arn:aws:iam::123456789012:role/app';
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const API = { namespace: 'shop', serviceAccount: 'api' };
const DOCUMENT = {
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};

function faultsOf(podIdentities: object[], more: object = {}): string[] {
  const parsed = createClusterRequestSchema.safeParse({
    name: 'demo',
    provider: 'aws',
    region: 'eu-central-1',
    aws: { podIdentities },
    ...more,
  });
  return (parsed.error?.issues ?? []).map(({ path }) => path.join('/'));
}
const rowsOf = (aws: object) =>
  new Map(
    clusterRows(clusterSpecSchema.parse({ aws }), { own: true }).map((row) => [nodeKey(row), row]),
  );

test('every fault is named at once', () => {
  const large = { ...DOCUMENT, Id: 'x', Statement: [{ Sid: 'x'.repeat(11_000) }] };
  const faults = faultsOf([
    { ...API },
    { ...API, policyArns: [POLICY_ARN, POLICY_ARN] },
    { namespace: 'A', serviceAccount: 'b', roleArn: 'role' },
    { namespace: 'a', serviceAccount: 'b', roleArn: ROLE_ARN, policy: DOCUMENT },
    { namespace: 'a', serviceAccount: 'c', policy: large },
  ]);
  expect(faults.toSorted()).toEqual([
    'aws/podIdentities/0',
    'aws/podIdentities/1/policyArns/1',
    'aws/podIdentities/1/serviceAccount',
    'aws/podIdentities/2/namespace',
    'aws/podIdentities/2/roleArn',
    'aws/podIdentities/3/roleArn',
    'aws/podIdentities/4/policy',
  ]);
});

test('the add-on that hands out credentials is required, and roles of Slipway stay alone', () => {
  const identity = { ...API, policyArns: [POLICY_ARN] };
  expect(faultsOf([identity])).toEqual([]);
  expect(faultsOf([identity], { addons: ['vpc-cni'] })).toEqual(['addons']);
  const driver = { namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' };
  const karpenter = { namespace: 'kube-system', serviceAccount: 'karpenter' };
  const both = [driver, karpenter].map((it) => ({ ...it, policyArns: [POLICY_ARN] }));
  const path = (index: number) => `aws/podIdentities/${index}/serviceAccount`;
  expect(faultsOf(both)).toEqual([path(0)]);
  expect(faultsOf(both, { karpenter: true })).toEqual([path(0), path(1)]);
  expect(faultsOf(both, { addons: ['eks-pod-identity-agent', 'vpc-cni'] })).toEqual([]);
});

test('a service account gets an association, and a role unless it names one', () => {
  const name = podIdentityName(API);
  expect(name).toMatch(/^shop-api-[0-9a-f]{8}$/);
  const own = rowsOf({ podIdentities: [{ ...API, policyArns: [POLICY_ARN], policy: DOCUMENT }] });
  expect(own.get(`iam_role/pod-${name}`)?.properties).toMatchObject({
    trusts: 'pods.eks.amazonaws.com',
    managedPolicies: [POLICY_ARN],
    policy: DOCUMENT,
    isExact: true,
  });
  expect(own.get(`pod_identity_association/${name}`)).toMatchObject({
    needs: ['control_plane/main', `iam_role/pod-${name}`],
  });
  const existing = rowsOf({ podIdentities: [{ ...API, roleArn: ROLE_ARN }] });
  expect(existing.has(`iam_role/pod-${name}`)).toBe(false);
  expect(existing.get(`pod_identity_association/${name}`)).toMatchObject({
    needs: ['control_plane/main'],
    properties: { ...API, roleArn: ROLE_ARN },
  });
});

test('names that look alike when they are joined have different nodes', () => {
  const names = [
    { namespace: 'a-b', serviceAccount: 'c' },
    { namespace: 'a', serviceAccount: 'b-c' },
  ].map(podIdentityName);
  expect(new Set(names).size).toBe(2);
});

test('the permissions boundary limits every role', () => {
  const aws = {
    podIdentities: [{ ...API, policy: DOCUMENT }],
    iam: { permissionsBoundary: BOUNDARY },
  };
  const roles = [...rowsOf(aws).values()].filter(({ type }) => type === 'iam_role');
  expect(roles.length).toBeGreaterThan(3);
  for (const { properties } of roles) {
    expect(properties).toMatchObject({ permissionsBoundary: BOUNDARY });
  }
});
