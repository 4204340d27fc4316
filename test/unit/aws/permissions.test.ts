/** Tests the check of a role's permissions against policies that lack one statement of the documented policy. */
import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { policyDocument, REQUIRED_ACTIONS } from '../../../providers/aws/permissions/policy.ts';
import { deniedActions } from '../../../providers/aws/permissions/simulation.ts';
import { STATEMENTS } from '../../../providers/aws/permissions/statements.ts';
import { mockedAws } from '../../support/aws/mocked.ts';
import { policyPermissions } from '../../support/aws/policies/permissions.ts';

const TARGET = {
  accountId: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/slipway',
  region: 'eu-central-1',
} as const;

/**
 * The actions that a role with this policy lacks.
 *
 * @param asked the actions that the policy is evaluated for. The others are allowed
 */
async function deniedWith(policy: object, asked = REQUIRED_ACTIONS): Promise<string[]> {
  const { aws, iam } = mockedAws();
  const permissions = policyPermissions(policy);
  iam
    .on(SimulatePrincipalPolicyCommand)
    .callsFake(async (input: SimulatePrincipalPolicyCommand['input']) => {
      const [resource = '*'] = input.ResourceArns ?? [];
      const context = Object.fromEntries(
        (input.ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
          ContextKeyName,
          ContextKeyValues,
        ]),
      );
      const results = (input.ActionNames ?? []).map(async (action) => ({
        EvalActionName: action,
        EvalDecision:
          !asked.includes(action) ||
          (await permissions.isAllowed(TARGET.roleArn, { action, resource, context }))
            ? 'allowed'
            : 'implicitDeny',
      }));
      return { EvaluationResults: await Promise.all(results) };
    });
  return deniedActions(aws, TARGET);
}

test('a role with the documented policy lacks nothing, and neither does one that may do everything', async () => {
  expect(await deniedWith(policyDocument())).toEqual([]);
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  expect(await deniedWith({ Version: '2012-10-17', Statement: [everything] })).toEqual([]);
});

test('a role without any policy lacks every action', async () => {
  const nothing = { Effect: 'Deny', Action: '*', Resource: '*' };
  const denied = await deniedWith({ Version: '2012-10-17', Statement: [nothing] });
  // Everyone may ask who they are, whatever their policies are.
  expect([...denied, 'sts:GetCallerIdentity'].toSorted()).toEqual(REQUIRED_ACTIONS);
});

test.each(STATEMENTS)(
  'a role whose policy lacks the statement $sid is found out',
  async ({ sid, actions }) => {
    const { Statement, ...rest } = policyDocument();
    const others = Statement.filter(({ Sid }) => Sid !== sid);
    const policy = { ...rest, Statement: others };
    expect(await deniedWith(policy, Object.keys(actions))).not.toEqual([]);
  },
);
