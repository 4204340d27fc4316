import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { allTags, carries, identityTags, tagList, tagsOf } from '../tags.ts';
import type { Diff, FoundNode } from '../../../node-kind.ts';
import { unlessMissing } from '../../client/eks.ts';
import { isGone } from '../../client/errors.ts';
import { uniqueName } from '../../plan/names.ts';
import type { Aws } from '../../client/access.ts';
import { allPages } from '../../client/pages.ts';
import type { Owner } from '../../../provider.ts';
import { controllerPolicy } from '../../plan/karpenter-policy.ts';

const PROPERTIES = z.object({
  /** The service that can assume the role. */
  trusts: z.string(),
  managedPolicies: z.array(z.string()),
  inlinePolicy: z.literal('karpenter').optional(),
});

const MAX_NAME_LENGTH = 64;
const CONTROLLER_POLICY = 'karpenter';

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
        try {
          const { Role } = await iam.getRole({ RoleName });
          const tags = tagsOf(Role?.Tags);
          if (!carries(tags, identityTags(owner, 'iam_role', name))) return [];
          const outputs = { name: RoleName, id: Role?.RoleId ?? '' };
          return [{ cloudId: Role?.Arn ?? '', tags, state: 'available', outputs }];
        } catch (error) {
          if (isGone(error)) return [];
          throw error;
        }
      }),
    );
    return found.flat();
  },
  async create({ iam }, request, properties) {
    const { owner, node } = request;
    const { Role } = await iam.createRole({
      RoleName: roleName(owner, node.name),
      Path: pathOf(owner),
      Description: `${owner.resourceType} ${owner.resourceId}, created by Slipway`,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy(properties.trusts)),
      Tags: tagList(allTags(request)),
    });
    return { cloudId: Role?.Arn ?? '' };
  },
  async diff({ iam, region }, request, { cloudId }, properties) {
    const { node, owner } = request;
    const RoleName = roleName(owner, node.name);
    const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
    const attached = new Set(AttachedPolicies.map(({ PolicyArn }) => PolicyArn));
    const missing = properties.managedPolicies.filter((arn) => !attached.has(arn));
    const diffs = missing.map((PolicyArn): Diff => ({
      what: `the policy ${PolicyArn}`,
      apply: () => iam.attachRolePolicy({ RoleName, PolicyArn }),
    }));
    if (properties.inlinePolicy !== undefined) {
      const it = dependenciesOf(request);
      const policy = controllerPolicy({
        partition: cloudId.split(':')[1] ?? 'aws',
        region,
        accountId: cloudId.split(':')[4] ?? '',
        clusterName: owner.resourceId,
        queueArn: it.one('queue')?.outputs['arn'] ?? '*',
        nodeRoleArn: it.named('iam_role/karpenter-node')?.cloudId ?? '*',
      });
      if (!isDeepStrictEqual(await inlinePolicyOf(iam, RoleName), policy)) {
        const PolicyDocument = JSON.stringify(policy);
        diffs.push({
          what: `the policy ${CONTROLLER_POLICY}`,
          apply: () =>
            iam.putRolePolicy({ RoleName, PolicyName: CONTROLLER_POLICY, PolicyDocument }),
        });
      }
    }
    return diffs;
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

/** The document of the role's own policy, which IAM returns as an encoded text; undefined without one. */
async function inlinePolicyOf(iam: Aws['iam'], RoleName: string): Promise<unknown> {
  const PolicyName = CONTROLLER_POLICY;
  const seen = await unlessMissing(iam.getRolePolicy({ RoleName, PolicyName }));
  const text = seen?.PolicyDocument;
  return text === undefined ? undefined : JSON.parse(decodeURIComponent(text));
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
