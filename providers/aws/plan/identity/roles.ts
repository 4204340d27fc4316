/** The roles of a cluster: who can assume them, and with which policies of AWS. */
import type { AwsRow } from '../rows.ts';

/** The service that gives roles to pods. */
export const POD_IDENTITY = 'pods.eks.amazonaws.com';

/** The ARN of a policy of AWS. */
export const policy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

export function role(
  name: string,
  trusts: string,
  managedPolicies: string[],
  more: { needs?: string[]; inlinePolicy?: 'karpenter' } = {},
): AwsRow {
  const { needs = [], inlinePolicy } = more;
  return { type: 'iam_role', name, needs, properties: { trusts, managedPolicies, inlinePolicy } };
}

/** Sets the permissions boundary of every role in the rows. */
export function withBoundary(
  rows: readonly AwsRow[],
  permissionsBoundary: string | undefined,
): AwsRow[] {
  return rows.map((row) =>
    row.type === 'iam_role'
      ? { ...row, properties: { ...row.properties, permissionsBoundary } }
      : row,
  );
}
