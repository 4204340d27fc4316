import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { takenName } from '../taken.ts';
import { allTags, carries, identityTags, tagList, tagsOf } from '../tags.ts';
import type { Diff, FoundNode } from '../../../node-kind.ts';
import { unlessMissing } from '../../client/eks.ts';
import { EXISTS_CODES, isGone, vendorCode } from '../../client/errors.ts';
import { uniqueName } from '../../plan/names.ts';
import type { Aws } from '../../client/access.ts';
import { allPages } from '../../client/pages.ts';
import type { NodeRequest, Owner } from '../../../provider.ts';
import { controllerPolicy } from '../../plan/karpenter-policy.ts';
import { isSameDocument, readDocument, rolePolicyDiffs } from './role-policies.ts';

const PROPERTIES = z.object({
  /** The service that can assume the role. */
  trusts: z.string(),
  managedPolicies: z.array(z.string()),
  inlinePolicy: z.literal('karpenter').optional(),
  /** A policy of the user's for this role alone. */
  policy: z.record(z.string(), z.json()).optional(),
  /** True if policies that are not in the spec are taken away from the role. */
  isExact: z.boolean().default(false),
  /** The policy that limits what the role can do, whatever its policies allow. */
  permissionsBoundary: z.string().optional(),
});

const MAX_NAME_LENGTH = 64;
const CONTROLLER_POLICY = 'karpenter';
const OWN_POLICY = 'slipway';

/** The path of all roles of an incarnation, by which policies and lists select them. */
function pathOf(owner: Owner): string {
  return `/slipway/${owner.organizationId}/${owner.resourceUid}/`;
}

function roleName(owner: Owner, name: string): string {
  return uniqueName(owner, name, MAX_NAME_LENGTH);
}

/** A role. IAM identifies roles by name; other resources refer to their ARN. */
export const iamRole = defineKind({
  properties: PROPERTIES,
  async list({ iam }, owner, name) {
    const names =
      name === undefined ? await namesBelow(iam, pathOf(owner)) : [roleName(owner, name)];
    const found = await Promise.all(
      names.map(async (RoleName): Promise<FoundNode[]> => {
        const seen = await unlessMissing(iam.getRole({ RoleName }));
        const tags = tagsOf(seen?.Role?.Tags);
        if (!carries(tags, identityTags(owner, 'iam_role', name))) return [];
        const outputs = { name: RoleName, id: seen?.Role?.RoleId ?? '' };
        return [{ cloudId: seen?.Role?.Arn ?? '', tags, state: 'available', outputs }];
      }),
    );
    return found.flat();
  },
  async create({ iam }, request, { trusts, permissionsBoundary }) {
    const { owner, node } = request;
    const RoleName = roleName(owner, node.name);
    try {
      const { Role } = await iam.createRole({
        RoleName,
        Path: pathOf(owner),
        Description: `${owner.resourceType} ${owner.resourceId}, created by Slipway`,
        AssumeRolePolicyDocument: JSON.stringify(trustPolicy(trusts)),
        PermissionsBoundary: permissionsBoundary,
        Tags: tagList(allTags(request)),
      });
      return { cloudId: Role?.Arn ?? '' };
    } catch (error) {
      if (!EXISTS_CODES.has(vendorCode(error) ?? '')) throw error;
      const seen = await unlessMissing(iam.getRole({ RoleName }));
      const tags = seen && tagsOf(seen.Role?.Tags);
      const message = `The account has a role ${RoleName} without the tags of Slipway: it was made by hand. Delete it, and try again.`;
      throw takenName(owner, tags, error, message);
    }
  },
  async diff(aws, request, { cloudId }, properties) {
    const { node, owner } = request;
    const { iam } = aws;
    const RoleName = roleName(owner, node.name);
    const { managedPolicies: managed, policy, isExact } = properties;
    const inline = {
      ...(properties.inlinePolicy && {
        [CONTROLLER_POLICY]: karpenterPolicy(aws, request, cloudId),
      }),
      ...(policy && { [OWN_POLICY]: policy }),
    };
    return [
      ...(await roleDiffs(iam, RoleName, properties)),
      ...(await rolePolicyDiffs(iam, RoleName, { managed, inline, isExact })),
    ];
  },
  async delete({ iam }, _owner, arn) {
    const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
    const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
    for (const { PolicyArn } of AttachedPolicies) {
      await iam.detachRolePolicy({ RoleName, PolicyArn }).catch(unlessGone);
    }
    const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
    for (const PolicyName of PolicyNames) {
      await iam.deleteRolePolicy({ RoleName, PolicyName }).catch(unlessGone);
    }
    // Karpenter creates instance profiles for the role of its nodes, which must be removed first.
    const { InstanceProfiles = [] } = await iam.listInstanceProfilesForRole({ RoleName });
    for (const { InstanceProfileName } of InstanceProfiles) {
      await iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName }).catch(unlessGone);
      await iam.deleteInstanceProfile({ InstanceProfileName }).catch(unlessGone);
    }
    await iam.deleteRole({ RoleName });
  },
});

async function namesBelow(iam: Aws['iam'], PathPrefix: string): Promise<string[]> {
  return allPages(async (Marker) => {
    const page = await iam.listRoles({ PathPrefix, Marker });
    return { items: page.Roles?.map(({ RoleName = '' }) => RoleName), next: page.Marker };
  });
}

/**
 * Compares who can assume the role, and its permissions boundary. A boundary that the spec does not have stays: the
 * account's administrators may have set it.
 */
async function roleDiffs(
  iam: Aws['iam'],
  RoleName: string,
  { trusts, permissionsBoundary: boundary }: z.output<typeof PROPERTIES>,
): Promise<Diff[]> {
  const { Role } = await iam.getRole({ RoleName });
  const trust = trustPolicy(trusts);
  const diffs: Diff[] = [];
  if (!isSameDocument(readDocument(Role?.AssumeRolePolicyDocument), trust)) {
    const PolicyDocument = JSON.stringify(trust);
    diffs.push({
      what: 'its trust policy',
      apply: () => iam.updateAssumeRolePolicy({ RoleName, PolicyDocument }),
    });
  }
  const present = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  if (boundary !== undefined && present !== boundary) {
    diffs.push({
      what: `the permissions boundary ${boundary}`,
      apply: () => iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: boundary }),
    });
  }
  return diffs;
}

function karpenterPolicy({ region }: Aws, request: NodeRequest, cloudId: string): object {
  const it = dependenciesOf(request);
  return controllerPolicy({
    partition: cloudId.split(':')[1] ?? 'aws',
    region,
    accountId: cloudId.split(':')[4] ?? '',
    clusterName: request.owner.resourceId,
    queueArn: it.one('queue')?.outputs['arn'] ?? '*',
    nodeRoleArn: it.named('iam_role/karpenter-node')?.cloudId ?? '*',
  });
}

/** Allows a service, or the cluster's pods, to assume the role. */
function trustPolicy(service: string) {
  const forPods = service === 'pods.eks.amazonaws.com';
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action:
          forPods || service === 'eks.amazonaws.com'
            ? ['sts:AssumeRole', 'sts:TagSession']
            : 'sts:AssumeRole',
      },
    ],
  };
}

function unlessGone(error: unknown): void {
  if (!isGone(error)) throw error;
}
