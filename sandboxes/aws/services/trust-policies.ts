/**
 * The trust policies of roles, which moto stores but does not enforce. A role that nobody has created
 * exists in every account. Its policy requires the first external id with which the role is assumed, as if
 * its owner had just written it.
 */
import * as z from 'zod';
import { errorAnswer } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';

const textsSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const conditionSchema = z.object({ 'sts:ExternalId': textsSchema.optional() });
const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: textsSchema,
  Principal: z.union([z.literal('*'), z.record(z.string(), z.unknown())]),
  Condition: z
    .object({ StringEquals: conditionSchema.optional(), StringLike: conditionSchema.optional() })
    .optional(),
});
const policySchema = z.object({
  Statement: z.union([
    z.array(statementSchema),
    statementSchema.transform((statement) => [statement]),
  ]),
});
type Policy = z.infer<typeof policySchema>;
type Statement = Policy['Statement'][number];

export const trustSchema = z.strictObject({
  roleArn: z.string(),
  /** Absent: the role is again one that nobody has created. */
  trustPolicy: policySchema.optional(),
});

const ROLE_CHANGES: Readonly<Record<string, string>> = {
  CreateRole: 'AssumeRolePolicyDocument',
  UpdateAssumeRolePolicy: 'PolicyDocument',
};

export function createTrustPolicies() {
  const policies = new Map<string, Policy>();

  function set(key: string, policy: Policy | undefined): void {
    if (policy === undefined) policies.delete(key);
    else policies.set(key, policy);
  }

  return {
    set: ({ roleArn, trustPolicy }: z.infer<typeof trustSchema>) =>
      set(keyOf(roleArn), trustPolicy),

    /** Records the policy of a role that a call to IAM has created, changed or deleted. */
    note({ action, params }: Call, { status }: Answer, account: string) {
      if (status >= 300) return;
      const key = `${account}/${params['RoleName'] ?? ''}`;
      const field = ROLE_CHANGES[action];
      if (field !== undefined) set(key, policySchema.parse(JSON.parse(params[field] ?? '')));
      if (action === 'DeleteRole') set(key, undefined);
    },

    /** @returns the refusal of an AssumeRole that the trust policy of the role does not allow */
    refusal(call: Call): Answer | undefined {
      const { RoleArn: arn = '', ExternalId: externalId } = call.params;
      const key = keyOf(arn);
      const known = policies.get(key);
      if (known === undefined) {
        if (externalId !== undefined) set(key, trusting(externalId));
        return undefined;
      }
      const isTagged = Object.keys(call.params).some((name) => name.startsWith('Tags.member.'));
      const actions = ['sts:AssumeRole', ...(isTagged ? ['sts:TagSession'] : [])];
      if (actions.every((action) => allows(known, action, externalId))) return undefined;
      const message = `User is not authorized to perform: ${actions.join(', ')} on resource: ${arn}`;
      return errorAnswer(call, 'AccessDenied', message, 403);
    },
  };
}

/** The account and the name of a role. Names are unique in an account, whatever their path. */
function keyOf(roleArn: string): string {
  return `${roleArn.split(':')[4] ?? ''}/${roleArn.split('/').at(-1) ?? ''}`;
}

function trusting(externalId: string): Policy {
  return {
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Principal: '*',
        Condition: { StringEquals: { 'sts:ExternalId': [externalId] } },
      },
    ],
  };
}

function allows({ Statement }: Policy, action: string, externalId: string | undefined): boolean {
  const fitting = Statement.filter((statement) => fits(statement, action, externalId));
  return (
    fitting.some(({ Effect }) => Effect === 'Allow') &&
    !fitting.some(({ Effect }) => Effect === 'Deny')
  );
}

function fits(
  { Action, Principal, Condition }: Statement,
  action: string,
  externalId: string | undefined,
): boolean {
  // A service may not stand for an account's identity.
  const isForAccounts = Principal === '*' || 'AWS' in Principal;
  const ids = Condition?.StringEquals?.['sts:ExternalId'];
  const patterns = Condition?.StringLike?.['sts:ExternalId'];
  return (
    isForAccounts &&
    Action.some((pattern) => isLike(action, pattern)) &&
    (ids === undefined || (externalId !== undefined && ids.includes(externalId))) &&
    (patterns === undefined ||
      (externalId !== undefined && patterns.some((pattern) => isLike(externalId, pattern))))
  );
}

/** Whether the text has the pattern of a policy, in which `*` stands for any characters. */
function isLike(text: string, pattern: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[^\w]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
