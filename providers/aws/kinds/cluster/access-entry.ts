import { isDeepStrictEqual } from 'node:util';
import type { AccessScope } from '@aws-sdk/client-eks';
import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { takenName } from '../taken.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import type { Diff, FoundNode } from '../../../node-kind.ts';
import { clientToken } from '../../../identity.ts';
import type { NodeRequest } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { readEksTags, unlessMissing } from '../../client/eks.ts';
import { vendorCode } from '../../client/errors.ts';
import { clusterName } from '../../plan/names.ts';
import { allPages } from '../../client/pages.ts';

const PROPERTIES = z.object({
  /** The user or role that may use the Kubernetes API. Absent: the role of instances that join as nodes. */
  principalArn: z.string().optional(),
  /** What the user or role may do: access policies, everywhere or in some namespaces. */
  policies: z.array(z.object({ arn: z.string(), namespaces: z.array(z.string()) })).default([]),
  kubernetesGroups: z.array(z.string()).default([]),
});

/** Lets instances with a role join the cluster as nodes, or a user or role use the Kubernetes API. */
export const accessEntry = defineKind({
  properties: PROPERTIES,
  async list({ eks }, owner, name) {
    const cluster = clusterName(owner);
    const principals = await allPages(async (nextToken) => {
      const page = await unlessMissing(eks.listAccessEntries({ clusterName: cluster, nextToken }));
      return { items: page?.accessEntries, next: page?.nextToken };
    });
    const found = await Promise.all(
      principals.map(async (principalArn): Promise<FoundNode[]> => {
        const seen = await unlessMissing(
          eks.describeAccessEntry({ clusterName: cluster, principalArn }),
        );
        const tags = readEksTags(seen?.accessEntry?.tags);
        if (!carries(tags, identityTags(owner, 'access_entry', name))) return [];
        const { accessEntryArn = '', kubernetesGroups = [] } = seen?.accessEntry ?? {};
        const outputs = { arn: accessEntryArn, groups: sorted(kubernetesGroups).join(',') };
        return [{ cloudId: principalArn, tags, state: 'available', outputs }];
      }),
    );
    return found.flat();
  },
  async create({ eks }, request, { principalArn: named, kubernetesGroups }) {
    const { owner, node } = request;
    const principalArn = named ?? dependenciesOf(request).one('iam_role')?.cloudId ?? '';
    try {
      const clientRequestToken = clientToken(owner, node);
      const fields = createFields(request, principalArn, { principalArn: named, kubernetesGroups });
      await eks.createAccessEntry({ ...fields, clientRequestToken });
    } catch (error) {
      if (vendorCode(error) !== 'ResourceInUseException') throw error;
      const entry = { clusterName: clusterName(owner), principalArn };
      const seen = await unlessMissing(eks.describeAccessEntry(entry));
      const tags = seen && readEksTags(seen.accessEntry?.tags);
      throw takenName(owner, tags, error, foreignEntry(principalArn));
    }
    return { cloudId: principalArn };
  },
  async diff(aws, request, { cloudId: principalArn, outputs }, properties) {
    const { eks } = aws;
    const { owner } = request;
    if (await isOlderThanRole(aws, request, principalArn)) {
      const fields = createFields(request, principalArn, properties);
      return [{ what: 'its role, which was made again', apply: () => replace(eks, fields) }];
    }
    if (properties.principalArn === undefined) return [];
    const entry = { clusterName: clusterName(owner), principalArn };
    const { kubernetesGroups } = properties;
    const regroup: Diff = {
      what: 'its Kubernetes groups',
      apply: () => eks.updateAccessEntry({ ...entry, kubernetesGroups }),
    };
    const isGrouped = outputs['groups'] === sorted(kubernetesGroups).join(',');
    return [
      ...(isGrouped ? [] : [regroup]),
      ...(await policyDiffs(eks, entry, properties.policies)),
    ];
  },
  async delete({ eks }, owner, principalArn) {
    await eks.deleteAccessEntry({ clusterName: clusterName(owner), principalArn });
  },
});

function createFields(
  request: NodeRequest,
  principalArn: string,
  properties: Pick<z.output<typeof PROPERTIES>, 'principalArn' | 'kubernetesGroups'>,
) {
  const { kubernetesGroups } = properties;
  const isForNodes = properties.principalArn === undefined;
  return {
    clusterName: clusterName(request.owner),
    principalArn,
    ...(isForNodes ? { type: 'EC2_LINUX' } : { type: 'STANDARD', kubernetesGroups }),
    tags: allTags(request),
  };
}

/**
 * Returns true if the role was deleted and made again since. EKS keeps the id of the earlier one, and lets the role
 * of the same name no longer in. The roles of other accounts cannot be read.
 */
async function isOlderThanRole(
  { eks, iam }: Aws,
  { owner }: NodeRequest,
  principalArn: string,
): Promise<boolean> {
  const entry = { clusterName: clusterName(owner), principalArn };
  const { accessEntry: seen } = await eks.describeAccessEntry(entry);
  const [, , , , account, resource = ''] = principalArn.split(':');
  if (seen?.createdAt === undefined || seen.accessEntryArn?.split(':')[4] !== account) return false;
  if (!resource.startsWith('role/')) return false;
  const RoleName = resource.slice(resource.lastIndexOf('/') + 1);
  const { Role } = (await unlessMissing(iam.getRole({ RoleName }))) ?? {};
  return Role?.Arn === principalArn && Number(Role.CreateDate) > seen.createdAt.getTime();
}

async function replace(
  eks: Aws['eks'],
  fields: Parameters<Aws['eks']['createAccessEntry']>[0],
): Promise<void> {
  const { clusterName: cluster, principalArn } = fields;
  await eks.deleteAccessEntry({ clusterName: cluster, principalArn });
  await eks.createAccessEntry(fields);
}

/** Missing policies come first, so that nobody is without access in between. */
async function policyDiffs(
  eks: Aws['eks'],
  entry: { clusterName: string; principalArn: string },
  wanted: z.output<typeof PROPERTIES>['policies'],
): Promise<Diff[]> {
  const { associatedAccessPolicies: present = [] } = await eks.listAssociatedAccessPolicies(entry);
  const scopes = new Map(
    present.map(({ policyArn = '', accessScope }) => [policyArn, comparable(accessScope)]),
  );
  const missing = wanted.flatMap(({ arn: policyArn, namespaces }): Diff[] => {
    const accessScope: AccessScope =
      namespaces.length === 0 ? { type: 'cluster' } : { type: 'namespace', namespaces };
    if (isDeepStrictEqual(scopes.get(policyArn), comparable(accessScope))) return [];
    const apply = () => eks.associateAccessPolicy({ ...entry, policyArn, accessScope });
    return [{ what: `the policy ${policyArn}`, apply }];
  });
  const kept = new Set(wanted.map(({ arn }) => arn));
  const obsolete = [...scopes.keys()]
    .filter((arn) => !kept.has(arn))
    .map((policyArn): Diff => ({
      what: `the removal of the policy ${policyArn}`,
      apply: () => eks.disassociateAccessPolicy({ ...entry, policyArn }),
    }));
  return [...missing, ...obsolete];
}

/** EKS may return namespaces in another order, and an empty list for the scope `cluster`. */
function comparable({ type, namespaces = [] }: AccessScope = {}): object {
  return { type, namespaces: sorted(namespaces) };
}

function sorted(texts: readonly string[]): string[] {
  return texts.toSorted();
}

/** What to do about an access entry that Slipway has not made. */
export function foreignEntry(principalArn: string): string {
  return `the cluster has an access entry for ${principalArn} that Slipway did not make. Delete that entry, or leave the principal out of accessEntries.`;
}
