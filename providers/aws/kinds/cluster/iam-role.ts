import { isGone } from '../../client/errors.ts';
import { uniqueName } from '../../plan/names.ts';
import {
  allTags,
  carries,
  standsOn,
  tagList,
  tagsOf,
  text,
  texts,
  wantedTags,
  type Found,
  type Lack,
  type NodeKind,
} from '../../node-kind.ts';
import type { Aws } from '../../client/access.ts';
import { allPages } from '../../client/pages.ts';
import type { Owner, PlannedNode } from '../../../provider.ts';
import { controllerPolicy } from '../../plan/karpenter-policy.ts';

const MAX_NAME_LENGTH = 64;
const CONTROLLER_POLICY = 'karpenter';

/** Where all roles of an incarnation are, so that a policy can name them and a list finds them. */
function pathOf(owner: Owner): string {
  return `/slipway/${owner.organizationId}/${owner.resourceUid}/`;
}

function roleName(owner: Owner, name: string): string {
  return uniqueName(owner, name, MAX_NAME_LENGTH);
}

/** Roles are known by name; their ARN is what others need. */
export const iamRole: NodeKind = {
  async list({ iam }, owner, name) {
    const names =
      name === undefined ? await namesBelow(iam, pathOf(owner)) : [roleName(owner, name)];
    const found = await Promise.all(
      names.map(async (RoleName): Promise<Found[]> => {
        try {
          const { Role } = await iam.getRole({ RoleName });
          const tags = tagsOf(Role?.Tags);
          if (!carries(tags, wantedTags(owner, 'iam_role', name))) return [];
          return [
            { cloudId: Role?.Arn ?? '', tags, state: 'available', outputs: { name: RoleName } },
          ];
        } catch (error) {
          if (isGone(error)) return [];
          throw error;
        }
      }),
    );
    return found.flat();
  },
  async create({ iam }, request) {
    const { owner, node } = request;
    const { Role } = await iam.createRole({
      RoleName: roleName(owner, node.name),
      Path: pathOf(owner),
      Description: `${owner.resourceType} ${owner.resourceId}, made by Slipway`,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy(text(node, 'trusts'))),
      Tags: tagList(allTags(request)),
    });
    return { cloudId: Role?.Arn ?? '' };
  },
  async lacks({ iam, region }, request, { cloudId }) {
    const { node, owner } = request;
    const RoleName = roleName(owner, node.name);
    const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
    const attached = new Set(AttachedPolicies.map(({ PolicyArn }) => PolicyArn));
    const missing = texts(node, 'managedPolicies').filter((arn) => !attached.has(arn));
    const lacks = missing.map((PolicyArn): Lack => ({
      what: `the policy ${PolicyArn}`,
      supply: () => iam.attachRolePolicy({ RoleName, PolicyArn }),
    }));
    if (await missingInline(iam, RoleName, node)) {
      const it = standsOn(request);
      const policy = controllerPolicy({
        region,
        accountId: cloudId.split(':')[4] ?? '',
        clusterName: owner.resourceId,
        queueArn: it.one('queue')?.outputs['arn'] ?? '*',
        nodeRoleArn: it.named('iam_role/karpenter-node')?.cloudId ?? '*',
      });
      const PolicyDocument = JSON.stringify(policy);
      lacks.push({
        what: `the policy ${CONTROLLER_POLICY}`,
        supply: () =>
          iam.putRolePolicy({ RoleName, PolicyName: CONTROLLER_POLICY, PolicyDocument }),
      });
    }
    return lacks;
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
    // Karpenter makes profiles for its nodes' role by itself.
    const { InstanceProfiles = [] } = await iam.listInstanceProfilesForRole({ RoleName });
    for (const { InstanceProfileName } of InstanceProfiles) {
      await iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName }).catch(unlessGone);
      await iam.deleteInstanceProfile({ InstanceProfileName }).catch(unlessGone);
    }
    await iam.deleteRole({ RoleName });
  },
};

async function namesBelow(iam: Aws['iam'], PathPrefix: string): Promise<string[]> {
  return allPages(async (Marker) => {
    const page = await iam.listRoles({ PathPrefix, Marker });
    return { items: page.Roles?.map(({ RoleName = '' }) => RoleName), next: page.Marker };
  });
}

async function missingInline(
  iam: Aws['iam'],
  RoleName: string,
  node: PlannedNode,
): Promise<boolean> {
  if (text(node, 'inlinePolicy') === '') return false;
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
  return !PolicyNames.includes(CONTROLLER_POLICY);
}

/** Who may take the role: a service, or pods of the cluster. */
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
