/** Roles of IAM: trust, permissions boundary and policies follow the spec, and manual changes are corrected. */
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from 'vitest';
import { clusterSpecSchema } from '../../../../contract/resources/cluster.ts';
import { iamRole } from '../../../../providers/aws/kinds/cluster/iam-role.ts';
import { clusterRows } from '../../../../providers/aws/plan/cluster-plan.ts';
import { podIdentityName } from '../../../../providers/aws/plan/identity/pod-identity-rows.ts';
import { toNodes } from '../../../../providers/kubernetes/plan-rows.ts';
import type { NodeRequest } from '../../../../providers/provider.ts';
import { mockedAws, refusal, type MockedAws } from '../../../support/aws/mocked.ts';
import { nodeOf, ownerOf } from '../../../support/aws/plans.ts';

const owner = ownerOf('cluster', 'demo');
const API = { namespace: 'shop', serviceAccount: 'api' };
const KEY = `iam_role/pod-${podIdentityName(API)}`;
const [OLD, NEW] = ['old', 'new'].map((name) => `arn:aws:iam::123456789012:policy/${name}`) as [
  string,
  string,
];
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const found = { cloudId: 'arn:aws:iam::123456789012:role/x', tags: {}, outputs: {} };
const DOCUMENT = {
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: '*' }],
};

let mocked: MockedAws;
beforeEach(() => {
  mocked = mockedAws();
});

function requestOf(identity: object, key = KEY, iam: object = {}): NodeRequest {
  const spec = clusterSpecSchema.parse({ aws: { podIdentities: [{ ...API, ...identity }], iam } });
  const plan = toNodes(owner, clusterRows(spec, { own: true }), {
    common: {},
    deadlineSeconds: () => 600,
  });
  return { owner, node: nodeOf(plan, key), dependencies: {} };
}

/** What IAM says about the role. @param trusted the service that it trusts */
function role(present: {
  trusted?: string;
  attached?: string[];
  inline?: Record<string, object>;
  boundary?: string;
}): void {
  const { trusted = 'pods.eks.amazonaws.com', attached = [], inline = {}, boundary } = present;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: [trusted] },
        Action: ['sts:TagSession', 'sts:AssumeRole'],
      },
    ],
  };
  const { iam } = mocked;
  iam.on(GetRoleCommand).resolves({
    Role: {
      Path: '/',
      RoleName: 'x',
      RoleId: 'AROAEXAMPLE',
      Arn: found.cloudId,
      CreateDate: new Date(0),
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
      ...(boundary && { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
    },
  });
  iam.on(ListAttachedRolePoliciesCommand).resolves({
    AttachedPolicies: attached.map((PolicyArn) => ({ PolicyArn })),
  });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: Object.keys(inline) });
  iam.on(GetRolePolicyCommand).callsFake(({ PolicyName }: { PolicyName: string }) => {
    const document = inline[PolicyName];
    if (document === undefined) throw refusal('NoSuchEntity', 'none', 'iam:GetRolePolicy', 404);
    return { PolicyDocument: encodeURIComponent(JSON.stringify(document)) };
  });
}

async function applied(request: NodeRequest): Promise<string[]> {
  const { iam } = mocked;
  iam.on(AttachRolePolicyCommand).resolves({});
  iam.on(DetachRolePolicyCommand).resolves({});
  iam.on(PutRolePolicyCommand).resolves({});
  iam.on(DeleteRolePolicyCommand).resolves({});
  iam.on(PutRolePermissionsBoundaryCommand).resolves({});
  iam.on(UpdateAssumeRolePolicyCommand).resolves({});
  const diffs = (await iamRole.diff?.(mocked.aws, request, { ...found, state: 'available' })) ?? [];
  for (const { apply } of diffs) await apply?.();
  return mocked
    .calls()
    .map(({ command }) => command)
    .filter((command) => !/^(Get|List)/.test(command));
}

test('the role of a service account has the policies of the spec and no others', async () => {
  role({ attached: [OLD], inline: { 'by-hand': DOCUMENT } });
  expect(await applied(requestOf({ policyArns: [NEW], policy: DOCUMENT }))).toEqual([
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutRolePolicy',
    'DeleteRolePolicy',
  ]);
  const [put] = mocked.iam.commandCalls(PutRolePolicyCommand);
  expect(JSON.parse(put?.args[0].input.PolicyDocument ?? '')).toEqual(DOCUMENT);
});

test('a document is the same in the form in which IAM returns it', async () => {
  const [statement] = DOCUMENT.Statement;
  const returned = {
    ...DOCUMENT,
    Statement: { ...statement, Resource: ['*'], Action: statement?.Action.toReversed() },
  };
  role({ attached: [NEW], inline: { slipway: returned } });
  expect(await applied(requestOf({ policyArns: [NEW], policy: DOCUMENT }))).toEqual([]);
});

test('a policy that is no longer in the spec is removed', async () => {
  role({ attached: [NEW], inline: { slipway: DOCUMENT } });
  expect(await applied(requestOf({ policyArns: [NEW] }))).toEqual(['DeleteRolePolicy']);
});

test('the roles of nodes keep what others have attached', async () => {
  role({ trusted: 'ec2.amazonaws.com', attached: [OLD] });
  const calls = await applied(requestOf({ policyArns: [NEW] }, 'iam_role/node'));
  expect(new Set(calls)).toEqual(new Set(['AttachRolePolicy', 'UpdateAssumeRolePolicy']));
});

test('another trust and another boundary are corrected, and a boundary of others stays', async () => {
  const iam = { permissionsBoundary: BOUNDARY };
  role({ trusted: 'lambda.amazonaws.com', attached: [NEW], boundary: OLD });
  expect(await applied(requestOf({ policyArns: [NEW] }, KEY, iam))).toEqual([
    'UpdateAssumeRolePolicy',
    'PutRolePermissionsBoundary',
  ]);
  mocked = mockedAws();
  role({ attached: [NEW], boundary: BOUNDARY });
  expect(await applied(requestOf({ policyArns: [NEW] }, KEY, iam))).toEqual([]);
  expect(await applied(requestOf({ policyArns: [NEW] }))).toEqual([]);
});

test('a new role has its boundary from the beginning', async () => {
  mocked.iam.on(CreateRoleCommand).resolves({});
  await iamRole.create(
    mocked.aws,
    requestOf({ policyArns: [NEW] }, KEY, { permissionsBoundary: BOUNDARY }),
  );
  const [call] = mocked.iam.commandCalls(CreateRoleCommand);
  expect(call?.args[0].input.PermissionsBoundary).toBe(BOUNDARY);
  expect(call?.args[0].input.RoleName?.length).toBeLessThanOrEqual(64);
});

test('a role that was made by hand under the same name is no reason to wait', async () => {
  mocked.iam
    .on(CreateRoleCommand)
    .rejects(refusal('EntityAlreadyExists', 'exists', 'iam:CreateRole', 409));
  role({});
  await expect(iamRole.create(mocked.aws, requestOf({ policyArns: [NEW] }))).rejects.toMatchObject({
    code: 'already_exists',
    retryable: false,
  });
});
