/**
 * Checks docs/aws-permissions.json, the permissions that the credentials need, against the calls that
 * the whole life of a network and a cluster makes. SLIPWAY_WRITE_PERMISSIONS=1 writes the file again.
 *
 * The sandbox of all tests refuses calls that this document does not allow.
 */
import { setMaxListeners } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clusterSpecSchema } from '../../../../contract/resources/cluster.ts';
import type { Owner, ResourceSpec } from '../../../../contract/resources/graph.ts';
import { discoverRequestSchema } from '../../../../contract/resources/instance-types.ts';
import { ROLE_CHECKS } from '../../../../contract/vocabulary.ts';
import { policyDocument, REQUIRED_ACTIONS } from '../../../../providers/aws/permissions/policy.ts';
import { nodeKey } from '../../../../providers/identity.ts';
import { TARGET } from '../connection-target.ts';
import { sandboxProvider } from '../sandbox-provider.ts';
import type { AwsSandbox } from '../../../support/aws/sandbox.ts';
import { ensureReady } from '../../graph-walk.ts';
import { expectWholeLife } from '../../whole-life.ts';

const FILE = path.resolve(import.meta.dirname, '../../../../docs/aws-permissions.json');
/** Permissions that AWS requires beside the call itself, or that only failures need. */
const BESIDE_CALLS = [
  // For a launch template, or a tag in the create.
  'ec2:CreateTags',
  'ec2:RunInstances',
  // For the flow logs of a network.
  'ec2:CreateFlowLogs',
  'ec2:DeleteFlowLogs',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  's3:GetBucketPolicy',
  's3:PutBucketPolicy',
  // For a customer key that encrypts what a cluster stores.
  'kms:CreateGrant',
  'kms:DescribeKey',
  // For the roles of EKS, its nodes and pods.
  'iam:CreateServiceLinkedRole',
  'iam:PassRole',
  // For a role that was changed from outside.
  'iam:UpdateAssumeRolePolicy',
  // For the leftovers of a cluster.
  'ec2:DescribeLaunchTemplateVersions',
  'ec2:DescribeVolumes',
  'ec2:DeleteNetworkInterface',
  'ec2:DeleteVolume',
  'ec2:RevokeSecurityGroupIngress',
  'ec2:TerminateInstances',
  'elasticloadbalancing:DeleteLoadBalancer',
  'elasticloadbalancing:DeleteTargetGroup',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroups',
  'iam:DeleteInstanceProfile',
  'iam:RemoveRoleFromInstanceProfile',
  // For an update that failed.
  'eks:DescribeUpdate',
  // For the usage of a quota.
  'eks:ListClusters',
  'servicequotas:GetAWSDefaultServiceQuota',
  'servicequotas:GetServiceQuota',
  // For a route that was changed from outside.
  'ec2:ReplaceRoute',
];

const TEAM = 'arn:aws:iam::123456789012:role/team';
const PODS = { namespace: 'shop', serviceAccount: 'api' };
/** AWS's maximum for a managed policy, in characters without white space. */
const MAX_POLICY_LENGTH = 6_144;

export function permissions(sandbox: AwsSandbox): void {
  test('docs/aws-permissions.json has exactly what a whole life needs', async () => {
    const called = new Set<string>();
    const provider = sandboxProvider(sandbox, {
      onCall: (action) => called.add(action),
    });
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const context = { signal };
    const owner: Owner = {
      organizationId: 'acme',
      resourceType: 'cluster',
      resourceId: 'allowed',
      resourceUid: '01M8ZZZZZZZZZZZZZZZZZZZZZZ',
      region: 'eu-central-1',
    };
    const specOf = (spec: object): ResourceSpec => ({
      resourceType: 'cluster',
      spec: clusterSpecSchema.parse(spec),
      network: { own: true },
    });
    const resource = specOf({
      kubernetesVersion: '1.33',
      karpenter: true,
      tags: { stage: 'test' },
      nodeGroups: [{ name: 'default', release: 'latest' }],
      aws: {
        accessEntries: [{ principalArn: TEAM, policies: [{ policy: 'view' }] }],
        podIdentities: [{ ...PODS, policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }],
      },
    });
    const changed = provider.plan(
      owner,
      specOf({
        kubernetesVersion: '1.34',
        upgradePolicy: 'extended',
        karpenter: true,
        tags: { team: 'blue' },
        nodeGroups: [{ name: 'default', desiredSize: 3 }],
        aws: {
          accessEntries: [
            { principalArn: TEAM, policies: [{ policy: 'edit' }], kubernetesGroups: ['ops'] },
          ],
          podIdentities: [{ ...PODS, roleArn: TEAM }],
          iam: { permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' },
        },
      }),
    );
    await expectWholeLife({
      provider,
      owner,
      resource,
      context,
      async existingIds({ resourceUid }) {
        const things = await sandbox.things();
        return things.filter((it) => it.tags['slipway:uid'] === resourceUid).map((it) => it.id);
      },
      async meanwhile(refs) {
        for (const node of changed) {
          const dependencies = Object.fromEntries(
            node.dependsOn.map((urn) => [urn, refs.get(urn) ?? { cloudId: '', outputs: {} }]),
          );
          const request = { owner, node, dependencies };
          refs.set(node.urn, await ensureReady(provider, request, context));
        }
        const vpc = changed.find((node) => nodeKey(node) === 'vpc/main');
        if (vpc !== undefined) await provider.remove({ owner, node: vpc }, context);
      },
    });
    await provider.instanceTypes(
      discoverRequestSchema.parse({ provider: 'aws', region: owner.region }),
      context,
    );
    // The permissions that a connection's role needs. Assuming the role is a permission of the caller.
    for (const check of ROLE_CHECKS) {
      await provider.connections?.verify(TARGET, check, context);
    }
    called.delete('sts:AssumeRole');

    expect(REQUIRED_ACTIONS).toEqual([...new Set([...called, ...BESIDE_CALLS])].toSorted());
    const document = policyDocument();
    if (process.env['SLIPWAY_WRITE_PERMISSIONS'] === '1') {
      writeFileSync(FILE, `${JSON.stringify(document, null, 2)}\n`);
    }
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(document);
    expect(JSON.stringify(document).length).toBeLessThanOrEqual(MAX_POLICY_LENGTH);
  });
}
