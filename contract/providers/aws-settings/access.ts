/** Who may use the Kubernetes API of an EKS cluster, besides the identity that has created it. */
import * as z from 'zod';
import { refuseRepetition } from '../repetition.ts';

/** EKS refuses sessions: a role is named by its own ARN. */
const PRINCIPAL_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:(user|role)\/[\w+=,.@/-]{1,512}$/;
const POLICY =
  /^(cluster-admin|admin|edit|view|admin-view|arn:aws(-[a-z]+)*:eks::aws:cluster-access-policy\/\w{1,128})$/;
/** A name of Kubernetes, or the beginning of names with a `*` at the end. */
const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,62}\*?|\*)?$/;
/** EKS: "The kubernetes group name … is invalid, it cannot start with system:". */
const GROUP = /^(?!system:)[^\s,]{1,253}$/;
const MAX_ENTRIES = 100;
/** The quota of EKS for one access entry. */
const MAX_POLICIES = 20;
const MAX_NAMES = 50;

const accessPolicySchema = z.strictObject({
  /** A short name, or the ARN of an access policy of EKS. */
  policy: z.string().regex(POLICY, {
    error:
      'must be cluster-admin, admin, edit, view, admin-view or the ARN of an access policy of EKS',
  }),
  /** Where the policy applies; everywhere in the cluster unless given. */
  namespaces: z
    .array(
      z.string().regex(NAMESPACE, {
        error: 'must be a namespace, or the beginning of namespaces followed by *',
      }),
    )
    .min(1)
    .max(MAX_NAMES)
    .superRefine(refuseRepetition((it) => it))
    .meta({ uniqueItems: true })
    .optional(),
});

/** One IAM user or role that may use the Kubernetes API. */
export const accessEntrySchema = z.strictObject({
  principalArn: z.string().regex(PRINCIPAL_ARN, {
    error:
      'must be the ARN of an IAM user or role, for example arn:aws:iam::123456789012:role/team; name the role of a session, not the session',
  }),
  policies: z
    .array(accessPolicySchema)
    .max(MAX_POLICIES)
    .superRefine(refuseRepetition(({ policy }) => policy, 'policy'))
    .optional(),
  /** Groups of Kubernetes, for role bindings in the cluster. */
  kubernetesGroups: z
    .array(
      z.string().regex(GROUP, { error: 'must not start with system: or contain spaces or commas' }),
    )
    .max(MAX_NAMES)
    .superRefine(refuseRepetition((it) => it))
    .meta({ uniqueItems: true })
    .optional(),
});
export type AccessEntry = z.infer<typeof accessEntrySchema>;

export const accessEntriesSchema = z
  .array(accessEntrySchema)
  .max(MAX_ENTRIES)
  .superRefine(refuseRepetition(({ principalArn }) => principalArn, 'principalArn'));
