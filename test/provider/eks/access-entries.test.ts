/** Access entries of EKS for users and roles: what they may do follows the spec, and those of others stay. */
import {
  AssociateAccessPolicyCommand,
  CreateAccessEntryCommand,
  DeleteAccessEntryCommand,
  DescribeAccessEntryCommand,
  DescribeClusterCommand,
  DisassociateAccessPolicyCommand,
  type EKSClient,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
  UpdateAccessEntryCommand,
  type AccessEntry,
  type AssociateAccessPolicyRequest,
  type AssociatedAccessPolicy,
  type DisassociateAccessPolicyRequest,
  type UpdateAccessEntryRequest,
} from '@aws-sdk/client-eks';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { accessFaults } from '../../../providers/aws/checks/access.ts';
import { accessEntryName } from '../../../providers/aws/plan/identity/access-rows.ts';
import { mockedAws, refusal as refused } from '../../support/aws/mocked.ts';
import { cluster } from '../../support/aws/plans.ts';
import { providerError } from '../graph-walk.ts';
import { ARN, context, mockedEks, requestOf, settle, tagsOf } from './mocked-eks.ts';

const { eks, owner, provider } = mockedEks();
const ROLE = 'arn:aws:iam::111122223333:role/team';
const POLICY = (name: string) => `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`;
const NODE = { type: 'access_entry', name: accessEntryName(ROLE), generation: 1 };
const ref = { cloudId: ROLE, outputs: {} };

/** What EKS says about the entry, which it changes at once. */
let entry: AccessEntry;
let policies: AssociatedAccessPolicy[];
let principals: string[];

beforeEach(() => {
  eks.reset();
  entry = {
    principalArn: ROLE,
    accessEntryArn: `${ARN}/entry`,
    type: 'STANDARD',
    kubernetesGroups: [],
    tags: tagsOf(owner, NODE),
  };
  policies = [];
  principals = [ROLE];
  eks.on(ListAccessEntriesCommand).callsFake(() => ({ accessEntries: principals }));
  eks.on(DescribeAccessEntryCommand).callsFake(() => ({ accessEntry: entry }));
  eks.on(ListAssociatedAccessPoliciesCommand).callsFake(() => ({
    associatedAccessPolicies: policies,
  }));
  eks.on(AssociateAccessPolicyCommand).callsFake((input: AssociateAccessPolicyRequest) => {
    const { policyArn, accessScope } = input;
    policies = [...policies.filter((it) => it.policyArn !== policyArn), { policyArn, accessScope }];
    return {};
  });
  eks.on(DisassociateAccessPolicyCommand).callsFake((input: DisassociateAccessPolicyRequest) => {
    policies = policies.filter((it) => it.policyArn !== input.policyArn);
    return {};
  });
  eks.on(UpdateAccessEntryCommand).callsFake((input: UpdateAccessEntryRequest) => {
    entry = { ...entry, kubernetesGroups: input.kubernetesGroups };
    return {};
  });
});

const request = (fields: object, principalArn = ROLE) =>
  requestOf({ owner, provider }, `access_entry/${accessEntryName(principalArn)}`, {
    aws: { accessEntries: [{ principalArn, ...fields }] },
  });
const changes = () =>
  eks
    .calls()
    .map(({ args: [command] }) => command.constructor.name.replace(/Command$/, ''))
    .filter((name) => !/^(List|Describe)/.test(name));

test('an entry is made for its principal, with groups and then policies', async () => {
  principals = [];
  eks.on(CreateAccessEntryCommand).callsFake((input: AccessEntry) => {
    principals = [ROLE];
    entry = { ...entry, kubernetesGroups: input.kubernetesGroups };
    return {};
  });
  const wanted = request({ policies: [{ policy: 'admin' }], kubernetesGroups: ['b', 'a'] });
  await provider.ensure(wanted, context);
  const [call] = eks.commandCalls(CreateAccessEntryCommand);
  expect(call?.args[0].input).toMatchObject({
    clusterName: 'demo',
    principalArn: ROLE,
    type: 'STANDARD',
    kubernetesGroups: ['a', 'b'],
  });
  expect(await settle(provider, wanted, ref)).toEqual([]);
  expect(policies).toEqual([{ policyArn: POLICY('Admin'), accessScope: { type: 'cluster' } }]);
});

test('policies, their namespaces and groups follow the spec, without a gap in the access', async () => {
  policies = [
    { policyArn: POLICY('ClusterAdmin'), accessScope: { type: 'cluster', namespaces: [] } },
    { policyArn: POLICY('View'), accessScope: { type: 'namespace', namespaces: ['shop', 'dev'] } },
  ];
  entry = { ...entry, kubernetesGroups: ['auditors'] };
  const view = { policy: 'view', namespaces: ['dev', 'shop'] };
  await settle(provider, request({ policies: [view], kubernetesGroups: ['auditors'] }), ref);
  expect(changes()).toEqual(['DisassociateAccessPolicy']);
  await settle(
    provider,
    request({ policies: [{ ...view, namespaces: ['dev'] }, { policy: 'edit' }] }),
    ref,
  );
  expect(policies).toEqual([
    { policyArn: POLICY('View'), accessScope: { type: 'namespace', namespaces: ['dev'] } },
    { policyArn: POLICY('Edit'), accessScope: { type: 'cluster' } },
  ]);
  expect(entry.kubernetesGroups).toEqual([]);
  eks.resetHistory();
  await settle(provider, request({ policies: [{ policy: 'admin' }] }), ref);
  expect(changes()).toEqual([
    'AssociateAccessPolicy',
    'DisassociateAccessPolicy',
    'DisassociateAccessPolicy',
  ]);
});

test('an entry that somebody else made is not taken over, and the message says what to do', async () => {
  const principalArn = 'arn:aws:iam::111122223333:user/ann';
  entry = { ...entry, principalArn, tags: {} };
  principals = [principalArn];
  eks
    .on(CreateAccessEntryCommand)
    .rejects(refused('ResourceInUseException', 'already in use', 'eks:CreateAccessEntry'));
  const wanted = request({}, principalArn);
  const words = 'leave the principal out of accessEntries';
  const error = await providerError(provider.ensure(wanted, context));
  expect(error).toMatchObject({ code: 'already_exists', retryable: false });
  expect(error.publicMessage).toContain(words);
  expect(await provider.remove({ owner, node: wanted.node }, context)).toEqual({ state: 'gone' });
  expect(eks.commandCalls(DeleteAccessEntryCommand)).toEqual([]);
});

test('the identity of Slipway and entries of others are faults before anything is touched', async () => {
  const { aws } = mockedAws();
  const sts = mockClient(aws.sts as STSClient);
  sts.on(GetCallerIdentityCommand).resolves({
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/slipway/worker-1',
  });
  const client = { eks: aws.eks, sts: aws.sts };
  const { spec } = cluster({
    aws: {
      accessEntries: [
        { principalArn: 'arn:aws:iam::111122223333:role/ops/slipway' },
        { principalArn: ROLE },
        { principalArn: 'arn:aws:iam::444455556666:role/slipway' },
      ],
      podIdentities: [
        { namespace: 'shop', serviceAccount: 'web', roleArn: ROLE },
        { namespace: 'shop', serviceAccount: 'api', roleArn: ROLE.replace('1111', '4444') },
      ],
    },
  });
  if (!('nodeGroups' in spec)) throw new Error('not a cluster');
  const mock = mockClient(aws.eks as EKSClient);
  mock.on(DescribeAccessEntryCommand).callsFake((input: { principalArn: string }) => {
    if (input.principalArn !== ROLE) throw refused('ResourceNotFoundException', 'none', 'x');
    return { accessEntry: entry };
  });
  const own = await accessFaults(client, owner, spec);
  const others = 'aws.podIdentities.1.roleArn';
  expect(Object.keys(own)).toEqual([others, 'aws.accessEntries.0.principalArn']);
  entry = { ...entry, tags: { 'slipway:uid': 'another' } };
  expect(Object.keys(await accessFaults(client, owner, spec))).toEqual([
    others,
    'aws.accessEntries.0.principalArn',
    'aws.accessEntries.1.principalArn',
  ]);
});

test('the kubeconfig names no identity: kubectl uses the credentials of the person who runs it', () => {
  eks.on(DescribeClusterCommand).resolves({});
  const node = requestOf({ owner, provider }, 'control_plane/main', {}).node;
  const { kubeconfig = '' } = provider.outputs(owner, cluster({}), [
    {
      ...node,
      cloudId: ARN,
      state: 'available',
      outputs: { endpoint: 'https://demo.example', certificateAuthority: 'Y2E=', name: 'demo' },
    },
  ]);
  const config: unknown = JSON.parse(kubeconfig);
  expect(config).toMatchObject({
    users: [
      {
        user: {
          exec: {
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', 'demo', '--region', 'eu-central-1'],
          },
        },
      },
    ],
  });
  expect(kubeconfig).not.toMatch(/role-arn|profile|AWS_/);
});

test('an entry is made again after its role was, because EKS knows the earlier one only', async () => {
  const iam = mockClient(IAMClient);
  const made = new Date('2026-03-01T10:00:00Z');
  const role = (CreateDate: Date) =>
    iam.on(GetRoleCommand).resolves({
      Role: { Path: '/', RoleName: 'team', RoleId: 'AROA1', Arn: ROLE, CreateDate },
    });
  const accessEntryArn = 'arn:aws:eks:eu-central-1:111122223333:access-entry/demo/role/team/1';
  entry = { ...entry, accessEntryArn, createdAt: made };
  eks.on(DeleteAccessEntryCommand).callsFake(() => {
    policies = [];
    return {};
  });
  eks.on(CreateAccessEntryCommand).callsFake(() => {
    entry = { ...entry, createdAt: new Date(made.getTime() + 120_000) };
    return {};
  });
  const wanted = request({ policies: [{ policy: 'view' }] });
  role(new Date(made.getTime() - 60_000));
  await settle(provider, wanted, ref);
  expect(changes()).toEqual(['AssociateAccessPolicy']);
  eks.resetHistory();
  role(new Date(made.getTime() + 60_000));
  const [message] = await settle(provider, wanted, ref);
  expect(message).toContain('its role, which was made again');
  expect(changes()).toEqual(['DeleteAccessEntry', 'CreateAccessEntry', 'AssociateAccessPolicy']);
  iam.restore();
});
