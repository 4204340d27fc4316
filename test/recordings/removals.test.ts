/** What the provider makes of the answers of AWS to deletions, and to requests that AWS refused. */
import { expect, test } from 'vitest';
import type { Owner } from '../../contract/resources/graph.ts';
import { KINDS, type KindName } from '../../providers/aws/kinds/kinds.ts';
import { removeOne } from '../../providers/aws/kinds/removal.ts';
import { ProviderError } from '../../providers/provider.ts';
import type { Json } from './json.ts';
import { readStories } from './recordings.ts';
import { replay } from './replay.ts';

/** The node of a plan that deletes it. */
const DELETED = { operation: 'delete' as const, properties: {} };

const stories = readStories();
const OWNER: Owner = {
  organizationId: 'acme',
  resourceType: 'cluster',
  resourceId: 'dev',
  resourceUid: '01M85ZVC0FA2Y6QW3N0RB4T8KJ',
  region: 'us-east-1',
};

/** The step that a removal takes in a story, or the code of its error. */
async function removal(
  story: string,
  type: KindName,
  id: string,
  more: Readonly<Record<string, Json>> = {},
) {
  const answers = stories.get(story) ?? [];
  const { result, calls } = await replay(
    answers,
    async (aws) => {
      try {
        return await removeOne(aws, KINDS[type], OWNER, id, DELETED);
      } catch (error) {
        if (error instanceof ProviderError) return { code: error.code, retryable: error.retryable };
        throw error;
      }
    },
    { more },
  );
  return { step: result, changes: calls.filter((it) => !/:(Describe|List|Get)/.test(it)) };
}

const GATEWAY = 'igw-0063799594bfb34d3';
const NO_SWEEP = {
  'ec2:DescribeInstances': {},
  'ec2:DescribeLaunchTemplates': {},
  'ec2:DescribeVolumes': {},
  'ec2:DescribeNetworkInterfaces': {},
  'ec2:DescribeSecurityGroups': {},
  'elasticloadbalancing:DescribeLoadBalancers': {},
  'elasticloadbalancing:DescribeTargetGroups': {},
};

test.each<[KindName, string, string, string[], Record<string, Json>]>([
  ['internet_gateway', 'test_internet_gateways_delete', GATEWAY, ['ec2:DeleteInternetGateway'], {}],
  ['nat_gateway', 'test_nat_gateways_delete', 'nat-0', ['ec2:DeleteNatGateway'], {}],
  ['vpc_endpoint', 'test_vpc_endpoint_delete', 'vpce-0', ['ec2:DeleteVpcEndpoints'], {}],
  ['flow_log', 'test_vpc_delete_flow_logs', 'fl-0', ['ec2:DeleteFlowLogs'], {}],
  ['elastic_ip', 'test_release_attached_ec2', 'eipalloc-2da7a824', ['ec2:ReleaseAddress'], {}],
  ['security_group', 'test_security_group_delete', 'sg-22992c53', ['ec2:DeleteSecurityGroup'], {}],
  [
    'node_group',
    'test_eks_nodegroup_delete',
    'arn:aws:eks:eu-central-1:1:nodegroup/dev/default/0',
    ['eks:DeleteNodegroup'],
    {},
  ],
  [
    'control_plane',
    'test_eks_delete',
    'arn:aws:eks:::cluster/dev',
    ['eks:DeleteCluster'],
    NO_SWEEP,
  ],
  ['queue', 'test_sqs_delete', 'https://queue.amazonaws.com/1/a', ['sqs:DeleteQueue'], {}],
  [
    'oidc_provider',
    'iam_delete_provider_oidc',
    'arn:aws:iam::1:oidc-provider/accounts.google.com',
    ['iam:DeleteOpenIDConnectProvider'],
    {},
  ],
])('%s is deleted as AWS answered in %s', async (type, story, id, changes, more) => {
  const { step, changes: called } = await removal(story, type, id, more);
  expect(called).toEqual(changes);
  // Either the deletion has begun, or AWS says that nothing is there.
  expect(step ?? { message: 'gone' }).toMatchObject({
    message: expect.stringMatching(/is being deleted|^gone$/),
  });
});

test('a subnet with dependants names what blocks it', async () => {
  const story = 'test_subnet_delete_with_dependencies';
  const id = 'subnet-006ee56b4320c50ab';
  const { step } = await removal(story, 'subnet', id, {
    'ec2:DescribeNetworkInterfaces': {
      NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Description: 'ELB app/web' }],
    },
    'ec2:DescribeVpcEndpoints': { VpcEndpoints: [] },
    'ec2:DescribeSecurityGroups': { SecurityGroups: [] },
  });
  expect(step).toEqual({
    blocked: true,
    message: `${id} is still in use by network interface (eni-1, not made by Slipway) "ELB app/web"`,
  });
});

test('an address that somebody else has released is gone', async () => {
  const answers = stories.get('test_release_detached_vpc') ?? [];
  const refused = answers.filter(({ status }) => status >= 300);
  expect(refused.map(({ operation }) => operation)).toContain('ReleaseAddress');
  const { result: step } = await replay(refused, (aws) =>
    removeOne(aws, KINDS.elastic_ip, OWNER, 'eipalloc-bbaf95b2', DELETED),
  );
  expect(step).toBeUndefined();
});

test('the targets of a rule are removed before the rule', async () => {
  const arn = 'arn:aws:events:us-east-1:1:rule/rule-2';
  const { changes } = await removal('test_cwe_rule_force_delete', 'event_rule', arn);
  expect(changes.indexOf('events:RemoveTargets')).toBeLessThan(
    changes.indexOf('events:DeleteRule'),
  );
});

test("a role that only AWS may change is a final error, with AWS's reason", async () => {
  const arn = 'arn:aws:iam::1:role/aws-service-role/AWSServiceRoleForSupport';
  const { step } = await removal('test_delete_role_error', 'iam_role', arn, {
    'iam:ListAttachedRolePolicies': {},
    'iam:ListRolePolicies': {},
    'iam:ListInstanceProfilesForRole': {},
  });
  expect(step).toEqual({ code: 'unmodifiable_entity', retryable: false });
});
