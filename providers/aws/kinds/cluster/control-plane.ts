import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { takenByCluster } from '../taken.ts';
import { allTags, carries, identityTags } from '../tags.ts';
import { clientToken } from '../../../identity.ts';
import { vendorCode } from '../../client/errors.ts';
import { issuesOf, readEksTags, unlessMissing } from '../../client/eks.ts';
import { AUTO_NODE_ROLE, clusterName } from '../../plan/names.ts';
import {
  accessOf,
  CONFIG_PROPERTIES,
  configOf,
  configOutputs,
  nextChange,
} from './control-plane-config.ts';
import { versionDiff } from './control-plane-version.ts';
import { diffByUpdate } from './updates.ts';
import { sweep } from '../../leftovers/cluster-leftovers.ts';

const PROPERTIES = z.object({
  /** The default of EKS unless given. */
  kubernetesVersion: z.string().optional(),
  ...CONFIG_PROPERTIES,
  encryptionKeyArn: z.string().optional(),
  /** What a deletion of the cluster does with the volumes of its claims; it keeps them by default. */
  volumes: z.enum(['retain', 'delete']).optional(),
  /** The subnets of a network that is not part of the plan. */
  subnetIds: z.array(z.string()).default([]),
});

const STATES = {
  CREATING: 'creating',
  PENDING: 'creating',
  ACTIVE: 'available',
  UPDATING: 'updating',
  FAILED: 'failed',
  DELETING: 'deleting',
} as const;

/** The control plane. Its name is its identity in EKS, and its tags name the owner. */
export const controlPlane = defineKind({
  properties: PROPERTIES,
  async list({ eks }, owner, name) {
    const seen = await unlessMissing(eks.describeCluster({ name: clusterName(owner) }));
    const { cluster } = seen ?? {};
    if (cluster === undefined) return [];
    const tags = readEksTags(cluster.tags);
    if (!carries(tags, identityTags(owner, 'control_plane', name))) return [];
    const reason = issuesOf(cluster.health?.issues);
    return [
      {
        cloudId: cluster.arn ?? '',
        tags,
        state: STATES[cluster.status ?? 'CREATING'],
        ...(reason !== undefined && { reason }),
        outputs: {
          endpoint: cluster.endpoint ?? '',
          certificateAuthority: cluster.certificateAuthority?.data ?? '',
          oidcIssuer: cluster.identity?.oidc?.issuer ?? '',
          clusterSecurityGroupId: cluster.resourcesVpcConfig?.clusterSecurityGroupId ?? '',
          name: cluster.name ?? '',
          version: cluster.version ?? '',
          ...configOutputs(cluster),
        },
      },
    ];
  },
  async create({ eks }, request, properties) {
    const { owner, node } = request;
    const it = dependenciesOf(request);
    const { encryptionKeyArn: keyArn } = properties;
    try {
      const { cluster } = await eks.createCluster({
        name: clusterName(owner),
        version: properties.kubernetesVersion,
        roleArn: it.named('iam_role/cluster')?.cloudId,
        resourcesVpcConfig: {
          subnetIds: [...it.ids('subnet'), ...properties.subnetIds],
          securityGroupIds: it.ids('security_group'),
          ...accessOf(properties),
        },
        ...(keyArn !== undefined && {
          encryptionConfig: [encryptionBy(keyArn)],
        }),
        accessConfig: {
          authenticationMode: 'API',
          bootstrapClusterCreatorAdminPermissions: true,
        },
        ...configOf(properties, it.named(AUTO_NODE_ROLE)?.cloudId),
        // Add-ons are nodes of the plan.
        bootstrapSelfManagedAddons: false,
        tags: allTags(request),
        clientRequestToken: clientToken(owner, node),
      });
      return { cloudId: cluster?.arn ?? '' };
    } catch (error) {
      if (vendorCode(error) !== 'ResourceInUseException') throw error;
      throw await takenByCluster({ eks }, owner, error);
    }
  },
  async diff(aws, request, { outputs }, properties) {
    const cluster = clusterName(request.owner);
    const autoNodeRole = dependenciesOf(request).named(AUTO_NODE_ROLE);
    const next = nextChange(outputs, properties, autoNodeRole?.cloudId);
    if (next !== undefined) {
      const what = `cluster ${cluster} to ${next.goal}`;
      return [
        await diffByUpdate(aws, { what, cluster }, () =>
          aws.eks.updateClusterConfig({ name: cluster, ...next.change }),
        ),
      ];
    }
    const { kubernetesVersion: wanted } = properties;
    const version = outputs['version'] ?? '';
    if (wanted === undefined || version === wanted) return [];
    return [await versionDiff(aws, cluster, version, wanted)];
  },
  async delete(aws, owner, _cloudId, node) {
    const name = clusterName(owner);
    const { cluster } = await aws.eks.describeCluster({ name });
    // A deletion on request has refused a protected cluster before its first effect. This is a rollback.
    if (cluster?.deletionProtection === true) {
      await aws.eks.updateClusterConfig({ name, deletionProtection: false });
      return ['the end of its deletion protection'];
    }
    // First delete the resources of the cluster's controllers, which no longer run. Such resources would
    // cost money and block the deletion of the network.
    const left = await sweep(aws, owner, node);
    if (left.length > 0) return left;
    await aws.eks.deleteCluster({ name });
    return [];
  },
});

/** EKS used to require the resources. Since 2025 it encrypts everything, whatever they are. */
function encryptionBy(keyArn: string) {
  return { resources: ['secrets'], provider: { keyArn } };
}
