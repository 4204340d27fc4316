/** AWS permissions for the pods of a service account: a role, and the association that gives it to them. */
import * as z from 'zod';
import { refuseRepetition } from '../repetition.ts';

const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SERVICE_ACCOUNT = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const POLICY_ARN = /^arn:aws(-[a-z]+)*:iam::(aws|\d{12}):policy\/[\w+=,.@/-]{1,512}$/;
const ROLE_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
/** The default quota of IAM for the managed policies of one role. */
const MAX_POLICIES = 10;
/** IAM's limit for all policies inside of a role. It does not count spaces. */
const MAX_POLICY_CHARACTERS = 10_240;
const MAX_ASSOCIATIONS = 100;

export const policyArnSchema = z.string().regex(POLICY_ARN, {
  error:
    'must be the ARN of an IAM policy, for example arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
});

/** A document of IAM. Its statements are checked by IAM itself. */
const policySchema = z
  .strictObject({
    Version: z.literal('2012-10-17'),
    Id: z.string().max(256).optional(),
    Statement: z.array(z.record(z.string(), z.unknown())).min(1),
  })
  .refine((policy) => JSON.stringify(policy).length <= MAX_POLICY_CHARACTERS, {
    error: `must have at most ${MAX_POLICY_CHARACTERS} characters`,
  });

/** The permissions of one service account's pods: an existing role, or policies for a role of Slipway's. */
export const podIdentitySchema = z
  .strictObject({
    namespace: z.string().regex(NAMESPACE, { error: 'must be the name of a namespace' }),
    serviceAccount: z
      .string()
      .regex(SERVICE_ACCOUNT, { error: 'must be the name of a service account' }),
    policyArns: z
      .array(policyArnSchema)
      .min(1)
      .max(MAX_POLICIES)
      .superRefine(refuseRepetition((it) => it))
      .meta({ uniqueItems: true })
      .optional(),
    policy: policySchema.optional(),
    roleArn: z
      .string()
      .regex(ROLE_ARN, {
        error: 'must be the ARN of an IAM role, for example arn:aws:iam::123456789012:role/app',
      })
      .optional(),
  })
  .superRefine(({ policyArns, policy, roleArn }, context) => {
    const hasPolicies = policyArns !== undefined || policy !== undefined;
    if (roleArn === undefined && !hasPolicies) {
      const message = 'needs policyArns, policy or roleArn';
      context.addIssue({ code: 'custom', path: [], message });
    }
    if (roleArn !== undefined && hasPolicies) {
      const message =
        'names an existing role, whose policies are not changed: leave out policyArns and policy';
      context.addIssue({ code: 'custom', path: ['roleArn'], message });
    }
  });
export type PodIdentity = z.infer<typeof podIdentitySchema>;

export const podIdentitiesSchema = z
  .array(podIdentitySchema)
  .max(MAX_ASSOCIATIONS)
  .superRefine(refuseRepetition((it) => `${it.namespace}/${it.serviceAccount}`, 'serviceAccount'));
