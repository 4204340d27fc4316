/** Tests that the AWS sandbox enforces the trust policies of roles, which moto does not. */
import { expect, test } from 'vitest';
import { parseCall } from '../../sandboxes/aws/proxy/call.ts';
import { jsonAnswer } from '../../sandboxes/aws/proxy/answers.ts';
import { createTrustPolicies } from '../../sandboxes/aws/services/trust-policies.ts';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:iam::${ACCOUNT}:role/team/slipway`;

function call(params: Record<string, string>) {
  return parseCall({
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(params).toString(),
  });
}

function createSubject() {
  const trust = createTrustPolicies();
  return {
    iam: (params: Record<string, string>, status = 200) =>
      trust.note(call({ RoleName: 'slipway', ...params }), jsonAnswer({}, status), ACCOUNT),
    /** Returns true if the role can be assumed. */
    assume: (params: Record<string, string>) =>
      trust.refusal(call({ Action: 'AssumeRole', RoleArn: ARN, ...params })) === undefined,
  };
}

function policyOf(more: object): string {
  const statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', ...more };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const REQUIRED = { Condition: { StringEquals: { 'sts:ExternalId': 'right' } } };

test('a role that nobody has created requires the first external id from then on', () => {
  const { assume } = createSubject();
  expect(assume({})).toBe(true);
  expect(assume({ ExternalId: 'first', 'Tags.member.1.Key': 'a' })).toBe(true);
  expect([assume({ ExternalId: 'second' }), assume({})]).toEqual([false, false]);
});

test('a refusal is the one of AWS', () => {
  const trust = createTrustPolicies();
  trust.set({ roleArn: ARN, trustPolicy: { Statement: [] } });
  const refusal = trust.refusal(call({ Action: 'AssumeRole', RoleArn: ARN }));
  expect(refusal).toMatchObject({ status: 403 });
  expect(refusal?.body).toContain('<Code>AccessDenied</Code>');
});

test('the policy of a role is enforced from its creation to its deletion', () => {
  const { iam, assume } = createSubject();
  iam({ Action: 'CreateRole', AssumeRolePolicyDocument: policyOf(REQUIRED) });
  expect([assume({ ExternalId: 'right' }), assume({ ExternalId: 'wrong' }), assume({})]).toEqual([
    true,
    false,
    false,
  ]);
  expect(assume({ ExternalId: 'right', 'Tags.member.1.Key': 'a' })).toBe(false);
  const tagged = policyOf({ ...REQUIRED, Action: ['sts:AssumeRole', 'sts:TagSession'] });
  iam({ Action: 'UpdateAssumeRolePolicy', PolicyDocument: tagged });
  expect(assume({ ExternalId: 'right', 'Tags.member.1.Key': 'a' })).toBe(true);
  iam({ Action: 'UpdateAssumeRolePolicy', PolicyDocument: policyOf({}) }, 400);
  expect(assume({ ExternalId: 'wrong' })).toBe(false);
  iam({ Action: 'DeleteRole' });
  expect(assume({ ExternalId: 'wrong' })).toBe(true);
});

test('patterns, denials and principals of services count', () => {
  const { iam, assume } = createSubject();
  const like = { Condition: { StringLike: { 'sts:ExternalId': 'ri*t' } } };
  iam({ Action: 'CreateRole', AssumeRolePolicyDocument: policyOf(like) });
  expect([assume({ ExternalId: 'riot' }), assume({ ExternalId: 'rioting' })]).toEqual([
    true,
    false,
  ]);
  for (const more of [{ Effect: 'Deny' }, { Principal: { Service: 'eks.amazonaws.com' } }]) {
    iam({ Action: 'CreateRole', AssumeRolePolicyDocument: policyOf(more) });
    expect(assume({ ExternalId: 'right' })).toBe(false);
  }
});
