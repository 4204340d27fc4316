/** The policies of a role: those of AWS and of the account that are attached to it, and its own documents. */
import { isDeepStrictEqual } from 'node:util';
import type { Diff } from '../../../node-kind.ts';
import type { Aws } from '../../client/access.ts';
import { unlessMissing } from '../../client/eks.ts';

type Iam = Aws['iam'];

export interface RolePolicies {
  /** The ARNs of policies to attach. */
  managed: readonly string[];
  /** Documents by their name. */
  inline: Readonly<Record<string, object>>;
  /** True if policies that others have added are taken away. */
  isExact: boolean;
}

export async function rolePolicyDiffs(
  iam: Iam,
  RoleName: string,
  wanted: RolePolicies,
): Promise<Diff[]> {
  return [
    ...(await managedDiffs(iam, RoleName, wanted)),
    ...(await inlineDiffs(iam, RoleName, wanted)),
    ...(wanted.isExact ? await obsoleteInline(iam, RoleName, wanted) : []),
  ];
}

async function managedDiffs(
  iam: Iam,
  RoleName: string,
  { managed, isExact }: RolePolicies,
): Promise<Diff[]> {
  const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
  const attached = new Set(AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn));
  const missing = managed.filter((arn) => !attached.has(arn));
  const obsolete = isExact ? [...attached].filter((arn) => !managed.includes(arn)) : [];
  return [
    ...missing.map((PolicyArn): Diff => ({
      what: `the policy ${PolicyArn}`,
      apply: () => iam.attachRolePolicy({ RoleName, PolicyArn }),
    })),
    ...obsolete.map((PolicyArn): Diff => ({
      what: `the removal of the policy ${PolicyArn}`,
      apply: () => iam.detachRolePolicy({ RoleName, PolicyArn }),
    })),
  ];
}

async function inlineDiffs(iam: Iam, RoleName: string, { inline }: RolePolicies): Promise<Diff[]> {
  const diffs = Object.entries(inline).map(async ([PolicyName, document]): Promise<Diff[]> => {
    const seen = await unlessMissing(iam.getRolePolicy({ RoleName, PolicyName }));
    if (isSameDocument(readDocument(seen?.PolicyDocument), document)) return [];
    const PolicyDocument = JSON.stringify(document);
    const apply = () => iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument });
    return [{ what: `the policy ${PolicyName}`, apply }];
  });
  return (await Promise.all(diffs)).flat();
}

async function obsoleteInline(
  iam: Iam,
  RoleName: string,
  { inline }: RolePolicies,
): Promise<Diff[]> {
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  return PolicyNames.filter((name) => !(name in inline)).map((PolicyName): Diff => ({
    what: `the removal of the policy ${PolicyName}`,
    apply: () => iam.deleteRolePolicy({ RoleName, PolicyName }),
  }));
}

/** Reads a document that IAM returns as an encoded text; undefined without one. */
export function readDocument(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(decodeURIComponent(text));
}

/** Returns true if two documents mean the same: IAM may return lists in another order, or one text instead of a list. */
export function isSameDocument(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(canonical(a), canonical(b));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    if (items.length === 1) return items[0];
    const isText = items.every((it) => typeof it === 'string');
    return isText ? [...new Set(items)].toSorted() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, canonical(it)]));
}
